"""Schemas of reference data."""
