"""Follows what is written to the catalogue: the log of changes and its readers."""
