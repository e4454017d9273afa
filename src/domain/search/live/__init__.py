"""The current search index, which follows the changes of the catalogue."""
