"""Traces and error reports; their libraries are imported only if a setting enables them."""
