"""Reads .xlsx, .xlsm and .csv files as sparse grids of cells, with limits on size and time."""
