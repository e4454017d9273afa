"""The Pydantic schemas of requests and answers."""
