"""Plans of the back office: planned and exported events, and the codes in them."""
