"""A catalogue to look at where there is none: invented, of the real size, the same every time."""
