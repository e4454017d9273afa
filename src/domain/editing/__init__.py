"""The use cases of the API that create, change and delete single events and sessions."""
