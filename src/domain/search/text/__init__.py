"""How words find documents: tokens, spelling, ranking, matching."""
