"""Child processes that stop with their parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent(wanted: signal.Signals) -> Callable[[], None] | None:
    """Return a function for the child that requests a signal when the parent dies.

    This requires Linux. On other systems, the child only stops if the parent stops it.
    """
    if sys.platform != "linux":
        return None
    # Loaded here, because a child must not load libraries between fork and exec.
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(wanted))
        # The parent died before the request, so no signal will be sent.
        if os.getppid() != parent:
            os._exit(1)

    return ask
