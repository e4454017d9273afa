"""Finds the table of a sheet by its headings, and reads its rows."""
