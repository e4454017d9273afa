"""Where a server of our own is reached: at a socket, whose folder its own status file tells."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from adapters.postgres.embedded.cluster import is_locked
from adapters.postgres.embedded.ownership import make_folder

# The longest path of a socket that every system takes, less the socket's own name.
LONGEST_SOCKET_DIRECTORY = 103 - len("/.s.PGSQL.5432")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    pid: int
    socket_directory: str


def read_status(folder: Path) -> Status | None:
    """Return what a server that is ready says of itself in its postmaster.pid."""
    try:
        lines = (data_folder(folder) / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    return Status(pid=int(lines[0]), socket_directory=lines[4])


def running_url(folder: Path, database: str) -> str | None:
    """Return the address of a database of the server that runs on a folder, if one does."""
    folder = folder.resolve()
    try:
        status = read_status(folder)
        if not status or not is_locked(folder):
            return None
    except OSError:
        return None
    return server_url(data_folder(folder) / status.socket_directory, database)


def data_folder(folder: Path) -> Path:
    return folder / "data"


def server_url(socket_directory: Path, database: str) -> str:
    host = quote(str(socket_directory), safe="/")
    return f"postgresql://postgres@/{database}?host={host}&port=5432"


def choose_socket_directory(folder: Path) -> Path:
    """Return where the socket of the server on a folder is to be, relative to its data.

    It is inside the data, where nobody else comes, unless that path cannot be a socket's: too
    long, or with the comma that separates hosts in an address.
    """
    data = data_folder(folder)
    if len(os.fsencode(data)) <= LONGEST_SOCKET_DIRECTORY and "," not in str(data):
        return Path()
    elsewhere = Path(tempfile.mkdtemp(prefix="postgres-"))
    make_folder(elsewhere)
    return elsewhere
