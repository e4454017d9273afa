"""The generated catalogue of the benchmarks, with the same structure at every size."""
