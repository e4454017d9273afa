"""Clashes: two sessions at the same time that need the same room or the same person."""
