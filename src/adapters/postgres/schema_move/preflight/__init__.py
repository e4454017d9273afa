"""Finds, before anything changes, what would stop a move or a migration."""
