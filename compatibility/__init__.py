"""Checks whether clients of one OpenAPI document work with a service of another.

Our own, since specshift, the one such program on PyPI, passes over a renamed operation, a changed
type and a new value in an answer.
"""
