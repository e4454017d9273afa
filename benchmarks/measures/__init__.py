"""One measurement in each module: `measure(bench)` returns figures by their names."""
