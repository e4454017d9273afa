"""Stops the launcher: on a signal, or when its parent has stopped (`make` forwards no signals)."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt_on_stops() -> None:
    """Raise KeyboardInterrupt at the first signal that asks us to stop; ignore the next ones.

    They come in pairs (from `make`, and from the terminal), and a second one would cut the
    orderly end short.
    """
    for stop in STOPS:
        # nohup has the terminal's end ignored.
        if stop != signal.SIGHUP or signal.getsignal(stop) != signal.SIG_IGN:
            signal.signal(stop, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for stop in STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


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
