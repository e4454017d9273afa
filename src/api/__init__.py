"""HTTP in and JSON out: one router for each noun, and strict edges round them."""
