"""Filters of products and events, and the counts of their values."""
