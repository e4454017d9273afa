"""The limit on failed sign-in attempts.

Failed attempts are counted for each account and address, for each address, and for each account.
The first two limits stop attempts from one address. The last one stops attempts from many
addresses. It lasts for only one minute, because anyone could use it to lock out the owner.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

WINDOW = timedelta(minutes=15)


class Scope(Enum):
    """A kind of limit: the number of attempts in the window, and the wait after them."""

    ACCOUNT_AND_ADDRESS = 5, WINDOW
    ADDRESS = 20, WINDOW
    ACCOUNT = 50, timedelta(minutes=1)
    # Unknown tokens from one address. A token cannot be guessed; this limits the load.
    TOKENS = 60, timedelta(minutes=1)

    def __init__(self, free: int, wait: timedelta) -> None:
        self.free, self.wait = free, wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The number of failed attempts in the window, and the time of the last."""

    count: int
    latest: datetime | None


def seconds_to_wait(tries: dict[Scope, Tries], now: datetime) -> int:
    """Return the number of seconds until the next attempt is allowed, or 0."""
    ends = [
        found.latest + scope.wait
        for scope, found in tries.items()
        if found.latest is not None and found.count >= scope.free
    ]
    longest = max(((end - now).total_seconds() for end in ends), default=0)
    return max(int(longest) + (longest > int(longest)), 0)
