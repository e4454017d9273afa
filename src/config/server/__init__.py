"""Extensions of gunicorn: threads only handle complete requests and never wait for a client."""
