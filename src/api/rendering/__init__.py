"""How answers are written: JSON and gzip."""
