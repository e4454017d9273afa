"""Spreadsheets of the back office: .xlsx and .csv in, planned events and cell errors out."""
