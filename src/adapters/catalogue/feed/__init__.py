"""Reads what the search shows from PostgreSQL, whole or only what changed."""
