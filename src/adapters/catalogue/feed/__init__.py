"""Reads the data of the search from PostgreSQL, completely or only changes."""
