"""The words and codes of texts: tokens, terms, spelling, synonyms."""
