"""The names of instructors, and the lookup of instructors by a name or an id."""
