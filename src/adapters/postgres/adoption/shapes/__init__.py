"""Compares existing tables with those that the models need."""
