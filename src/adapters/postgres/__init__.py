"""What the Django apps share of PostgreSQL: its schemas, its existing tables, a server."""
