"""The report of an import, as text and as JSON."""
