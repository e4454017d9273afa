"""Deprecated, removed and moved routes."""
