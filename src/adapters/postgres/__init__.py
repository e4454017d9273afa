"""What the Django apps share of PostgreSQL: adoption of tables, a backend that knows schemas,
and the embedded server.
"""
