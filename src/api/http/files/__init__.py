"""Responses that are files: each is created once while the catalogue does not change."""
