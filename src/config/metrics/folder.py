"""The folder in which the processes of one server share their numbers, in memory if possible."""

import os
import tempfile
from pathlib import Path
from shutil import rmtree

from config.environment import Environment

# Read by the client library when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (the folder in it has a random name)
PREFIX = "tutorials-metrics-"


def make_folder(environment: Environment) -> Path | None:
    """Create the folder, if metrics are enabled; call it before importing the client library."""
    if not environment.metrics_bind:
        return None
    parent = IN_MEMORY if IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
    _remove_abandoned(parent)
    # An inherited folder belongs to the server that is being replaced.
    folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent)
    os.environ[VARIABLE] = folder
    return Path(folder)


def _remove_abandoned(parent: Path) -> None:
    """Remove the folders of servers that were killed before they could do so."""
    for folder in parent.glob(f"{PREFIX}*"):
        pid, separator, _ = folder.name.removeprefix(PREFIX).partition("-")
        if separator and pid.isdecimal() and not _is_running(int(pid)):
            rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass  # A process of another user, or a name that is not a process id.
    return True


def remove_folder(folder: Path | None) -> None:
    if folder is not None:
        rmtree(folder, ignore_errors=True)


def forget_process(folder: Path | None, pid: int) -> None:
    """Remove the gauges of a process that has ended; its counters remain."""
    if folder is not None:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
