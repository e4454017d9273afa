"""Listings: the products and bundles from which the index is built."""
