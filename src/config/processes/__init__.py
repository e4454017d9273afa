"""Background threads, locks and garbage collection in the processes of a server."""
