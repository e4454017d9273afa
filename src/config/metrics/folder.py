"""The folder in which the processes of one server share their numbers, in memory if possible."""

import os
import tempfile
from pathlib import Path
from shutil import rmtree

from config.environment import Environment

# Read by the client library when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (the folder in it has a random name)


def make_folder(environment: Environment) -> Path | None:
    """Create the folder, if metrics are wanted; call before the client library is imported."""
    if not environment.metrics_bind:
        return None
    # One that is inherited belongs to the server that is being replaced.
    folder = tempfile.mkdtemp(
        prefix="tutorials-metrics-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None
    )
    os.environ[VARIABLE] = folder
    return Path(folder)


def remove_folder(folder: Path | None) -> None:
    if folder is not None:
        rmtree(folder, ignore_errors=True)


def forget_process(folder: Path | None, pid: int) -> None:
    """Remove what an ended process said of its state; its counters stay."""
    if folder is not None:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
