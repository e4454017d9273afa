"""A delayed start: the server loads its code while `make run` prepares the tables."""

import os

# The number of the file descriptor that is closed when the server may continue.
HOLD_VARIABLE = "START_WHEN_CLOSED"


def wait_while_held() -> None:
    """Return when the other end of the descriptor is closed, if there is one."""
    descriptor = os.environ.pop(HOLD_VARIABLE, "")
    if descriptor:
        with os.fdopen(int(descriptor), "rb") as held:
            held.read()
