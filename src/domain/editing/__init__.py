"""Changes of single events and sessions: the use cases of those who write over the API."""
