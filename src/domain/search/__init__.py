"""The search: a query in, a page out, and between them an immutable, indexed catalogue."""
