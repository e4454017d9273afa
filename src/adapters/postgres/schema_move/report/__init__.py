"""Tells an administrator what would be done, what was done and whether it still holds."""
