"""Schemas of tutorial events and sessions."""
