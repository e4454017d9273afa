"""The search: an immutable in-memory index that answers queries with pages of hits."""
