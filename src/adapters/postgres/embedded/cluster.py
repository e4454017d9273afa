"""The data folder of an embedded server, used by one server at a time."""

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

# The time for a server to stop after its parent was killed.
LOCK_TIMEOUT_SECONDS = 5


class ServerError(Exception):
    """The server could not be created or started; the message ends with its output."""


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Lock a folder; yield the file descriptor, for child processes that keep the lock.

    Raises:
        ServerError: if another process does not release the lock in time.

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
    """Whether the folder is locked by a server or its launcher."""
    with lock_file(folder).open("rb") as file:
        return not _take(file.fileno(), kind=fcntl.LOCK_SH)


def lock_file(folder: Path) -> Path:
    return folder / "server.lock"


def create_cluster(data: Path, *, binaries: Path, lock: int) -> None:
    """Create a data folder if it does not exist."""
    if data.exists():
        return
    # Created under a temporary name and renamed, so that it is never incomplete.
    unfinished = data.with_name("unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    _initdb(unfinished, binaries=binaries, lock=lock)
    unfinished.rename(data)


def forget_dead_server(data: Path) -> None:
    """Remove the status file of a killed server; requires the lock.

    PostgreSQL does not start while a process has the id in that file, even if it is another program
    or a zombie.
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
