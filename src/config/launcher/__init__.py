"""What stands behind `make run`: a database, its tables, a demo, and the production server."""
