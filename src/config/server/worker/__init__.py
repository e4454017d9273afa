"""A threaded gunicorn worker in which no thread waits for a client."""
