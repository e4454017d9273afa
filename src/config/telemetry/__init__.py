"""Traces and error reports, by libraries that are imported only where a setting asks for them."""
