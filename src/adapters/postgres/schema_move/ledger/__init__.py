"""Records each move with its evidence, so that it can be verified and undone."""
