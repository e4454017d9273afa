"""Reads what the database has: tables, grants, dependants, sequences."""
