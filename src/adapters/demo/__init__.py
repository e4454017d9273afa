"""The demo catalogue: invented data of a realistic size, always the same."""
