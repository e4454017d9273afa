"""The start of the server, the sockets that it opens or inherits, and the change of its workers."""
