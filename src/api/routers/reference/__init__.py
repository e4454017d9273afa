"""The routes of reference data."""
