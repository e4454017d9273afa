"""Strict parsing of bodies and query strings, and the errors that it finds."""
