"""Records what was moved, with proof, so that it can be verified and undone."""
