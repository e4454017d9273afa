"""The names of instructors, and how a name or an id leads to an instructor."""
