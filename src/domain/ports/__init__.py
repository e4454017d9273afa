"""The ports of the hexagon: what the domain and the API need from adapters."""
