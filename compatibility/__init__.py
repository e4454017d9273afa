"""Whether clients made from one OpenAPI document go on working with a service of another.

Our own, since specshift, the one such program on PyPI, passes over a renamed operation, a changed
type and a new value in an answer.
"""
