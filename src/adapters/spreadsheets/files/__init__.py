"""Files of office programs: .xlsx, .xlsm and .csv as sparse grids of cells, within limits."""
