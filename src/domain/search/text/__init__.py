"""Text search: tokens, spelling, ranking, matching."""
