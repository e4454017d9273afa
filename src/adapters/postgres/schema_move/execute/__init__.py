"""Changes the database: moves, renames, reverts, drops."""
