"""Background threads, turns and garbage collection in the processes of a server."""
