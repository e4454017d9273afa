"""Children that end with us, however we end."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent(wanted: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before its program so that it gets a signal when we are gone.

    Linux alone can promise this; elsewhere only an orderly end stops the child.
    """
    if sys.platform != "linux":
        return None
    # Loaded here: between fork and exec a child must not load anything.
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(wanted))
        # Gone before the kernel was asked: no signal will ever come.
        if os.getppid() != parent:
            os._exit(1)

    return ask
