"""Compares tables that exist with those that the models need."""
