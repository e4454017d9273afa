"""Conditional requests, and responses that are cached until the data changes."""
