"""What we change of gunicorn: a thread meets a request when all of it is there, and no client."""
