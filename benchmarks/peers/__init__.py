"""The peers: each answers one page of face-to-face tutorials, in the way of its framework."""
