"""Reads and writes the rows of events, sessions and their instructors."""
