"""The log of changes to the catalogue, and its readers."""
