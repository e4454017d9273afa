"""Writes docs/settings.md from the definitions of the settings and of the variables of scripts."""
