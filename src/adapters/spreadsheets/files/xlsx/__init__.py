"""Reads the cells of the sheets in an .xlsx or .xlsm package."""
