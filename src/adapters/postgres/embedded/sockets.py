"""The socket of an embedded server; its folder is read from the status file."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from adapters.postgres.embedded.cluster import is_locked
from adapters.postgres.embedded.ownership import make_folder

# The longest socket path that all systems support, without the name of the socket.
LONGEST_SOCKET_DIRECTORY = 103 - len("/.s.PGSQL.5432")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    pid: int
    socket_directory: str


def read_status(folder: Path) -> Status | None:
    """Return the content of postmaster.pid of a server that is ready."""
    try:
        lines = (data_folder(folder) / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    return Status(pid=int(lines[0]), socket_directory=lines[4])


def running_url(folder: Path, database: str) -> str | None:
    """Return the URL of a database of the server on a folder, if it is running."""
    folder = folder.resolve()
    try:
        status = read_status(folder)
        if not status or not is_locked(folder):
            return None
    except OSError:
        return None
    return url_of(folder, Path(status.socket_directory), database)


def url_of(folder: Path, socket_directory: Path, database: str) -> str:
    """Return the URL of a database; the socket directory is relative to the data folder."""
    return server_url(data_folder(folder) / socket_directory, database)


def data_folder(folder: Path) -> Path:
    return folder / "data"


def server_url(socket_directory: Path, database: str) -> str:
    host = quote(str(socket_directory), safe="/")
    return f"postgresql://postgres@/{database}?host={host}&port=5432"


def choose_socket_directory(folder: Path) -> Path:
    """Return the socket folder of a server, relative to its data folder.

    It is inside the data folder, which is private, unless that path is too long for a socket or has
    a comma, which separates hosts in a URL.
    """
    data = data_folder(folder)
    if len(os.fsencode(data)) <= LONGEST_SOCKET_DIRECTORY and "," not in str(data):
        return Path()
    elsewhere = Path(tempfile.mkdtemp(prefix="postgres-"))
    make_folder(elsewhere)
    return elsewhere
