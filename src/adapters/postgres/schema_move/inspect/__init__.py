"""Reads the state of the database: tables, grants, dependants, sequences."""
