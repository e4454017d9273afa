"""The implementations of the domain's ports: databases, files, feeds."""
