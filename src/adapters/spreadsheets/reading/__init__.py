"""Reads rows of cells into planned events and findings."""
