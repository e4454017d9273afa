"""Checks whether clients of one OpenAPI document work with a service of another."""
