"""Detects that the parent process has stopped: `make` does not forward signals."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from config.launcher.signals import STOPS


def watch_parent(make: int | None) -> Callable[[], bool]:
    """Return what tells whether our parent still wants us.

    `make` is its number when it is a `make`, which can be gone before we could ask for it.
    """
    if make is None:
        parent = os.getppid()
        return lambda: os.getppid() == parent
    awaited = awaited_stops(make)
    return lambda: os.getppid() == make and awaited_stops(make) == awaited


def awaited_stops(pid: int) -> int:
    """Return the signals that ask to stop and that a process has handlers for, as a bit mask.

    It changes when `make` is asked to stop: it then waits for its child, with no handler left.
    0 where the system does not tell.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    caught = int(found[1], 16) if found else 0
    return caught & sum(1 << (stop - 1) for stop in STOPS)
