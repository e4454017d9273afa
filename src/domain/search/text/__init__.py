"""Text search: which listings match a text, and how well."""
