"""Entities, rules, ports and the search, in plain Python without a framework."""
