"""Checks the requirements of a move and of the migrations before anything is changed."""
