"""The history of changes, written by triggers of the database."""
