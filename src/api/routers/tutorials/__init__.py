"""The routes of tutorial events and sessions."""
