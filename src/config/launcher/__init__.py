"""The launcher of `make run`: it starts a database, a demo catalogue and the web server."""
