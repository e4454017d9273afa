"""Compares two copies of one table and resolves them."""
