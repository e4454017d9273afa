"""Listings: everything for sale, in the form from which the index is built."""
