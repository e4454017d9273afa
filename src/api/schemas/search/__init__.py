"""Schemas of the search: its request, its results and its suggestions."""
