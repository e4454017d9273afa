"""The data structures of the index: bitsets, slots, postings."""
