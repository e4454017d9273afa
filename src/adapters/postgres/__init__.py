"""PostgreSQL support for the Django apps: schemas, existing tables, an embedded server."""
