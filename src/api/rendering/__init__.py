"""Serialisation of responses: JSON and gzip."""
