"""Stops the launcher: on a signal, or when its parent has stopped (`make` forwards no signals)."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt_on_stops() -> None:
    """Raise KeyboardInterrupt at the first stop signal; ignore further ones.

    Signals can come twice, from `make` and from the terminal. A second one would interrupt the
    shutdown.
    """
    for stop in STOPS:
        # nohup ignores SIGHUP.
        if stop != signal.SIGHUP or signal.getsignal(stop) != signal.SIG_IGN:
            signal.signal(stop, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for stop in STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


def watch_parent(make: int | None) -> Callable[[], bool]:
    """Return a function that returns whether the parent process still runs.

    `make` is its process id if it is `make`, which may have stopped before this call.
    """
    if make is None:
        parent = os.getppid()
        return lambda: os.getppid() == parent
    awaited = awaited_stops(make)
    return lambda: os.getppid() == make and awaited_stops(make) == awaited


def awaited_stops(pid: int) -> int:
    """Return the stop signals that a process handles, as a bit mask.

    It changes when `make` gets a stop signal: `make` then removes its handlers, and waits for its
    child. It is 0 if the system does not provide it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    caught = int(found[1], 16) if found else 0
    return caught & sum(1 << (stop - 1) for stop in STOPS)
