"""The catalogue that is measured: invented, of the same shape at every size."""
