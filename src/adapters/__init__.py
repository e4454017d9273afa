"""The outside world behind the domain's ports: databases, files, feeds."""
