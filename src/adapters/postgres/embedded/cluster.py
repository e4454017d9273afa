"""The data of a server of our own: made once, used by one server at a time."""

import fcntl
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.postgres.embedded.children import end_with_parent
from adapters.postgres.embedded.ownership import surroundings

# As long as a server whose parent was killed may take to end.
LOCK_TIMEOUT_SECONDS = 5


class ServerError(Exception):
    """The server could not be made or started; the message ends with what it printed."""


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold a folder's lock; yield its descriptor, to be inherited by whoever shall hold it on.

    Raises:
        ServerError: when another process holds it, and goes on doing so.

    """
    with lock_file(folder).open("ab") as file:
        deadline = time.monotonic() + LOCK_TIMEOUT_SECONDS
        while not _take(file.fileno()):
            if time.monotonic() > deadline:
                raise ServerError(
                    f"another process runs a server on {folder} (a second `make run`?)"
                )
            time.sleep(0.02)
        yield file.fileno()


def is_locked(folder: Path) -> bool:
    """Whether a server, or whoever is starting one, holds the folder's lock."""
    with lock_file(folder).open("rb") as file:
        return not _take(file.fileno(), kind=fcntl.LOCK_SH)


def lock_file(folder: Path) -> Path:
    return folder / "server.lock"


def create_cluster(data: Path, *, binaries: Path, lock: int) -> None:
    """Make a data folder, unless it is there."""
    if data.exists():
        return
    # Made aside and renamed: a run that is killed here leaves nothing that looks complete.
    unfinished = data.with_name("unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    _initdb(unfinished, binaries=binaries, lock=lock)
    unfinished.rename(data)


def forget_dead_server(data: Path) -> None:
    """Remove the status file of a server that was killed; call it under the lock.

    PostgreSQL refuses to start beside any process of the number in that file, be it another
    program's by now, or dead and not yet buried by its parent.
    """
    status = data / "postmaster.pid"
    if not status.exists() or not Path("/proc/self").exists():
        return
    pid = status.read_text().split("\n", 1)[0]
    try:
        program = Path(f"/proc/{pid}/exe").readlink().name
    except OSError:
        program = ""
    if program != "postgres":
        status.unlink()


def _take(descriptor: int, *, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _initdb(folder: Path, *, binaries: Path, lock: int) -> None:
    made = subprocess.run(  # noqa: S603 - the program and its arguments are ours
        [
            binaries / "initdb",
            *("-D", folder, "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        capture_output=True,
        text=True,
        check=False,
        pass_fds=[lock],
        preexec_fn=end_with_parent(signal.SIGINT),
        **surroundings(),
    )
    if made.returncode:
        raise ServerError(f"initdb failed:\n{made.stdout}{made.stderr}")
