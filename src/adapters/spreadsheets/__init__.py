"""Reads the back office's spreadsheets (.xlsx, .csv) into planned events and cell errors."""
