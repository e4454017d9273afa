"""The report of an import, as text."""
