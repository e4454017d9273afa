"""When a request is sent again, and after how many seconds."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from .deadlines import seconds_left
from .memory import is_read

TRANSIENT = frozenset({429, 503})
FIRST_DELAY, LONGEST_DELAY = 0.25, 30.0


def delay(
    request: httpx.Request, attempt: int, retries: int, response: httpx.Response | None = None
) -> float | None:
    """Return the seconds to wait before the next attempt; None if there is to be none.

    `response` is None if the connection broke.
    """
    # A write with a key is executed once, however often it is sent.
    is_repeatable = is_read(request) or "Idempotency-Key" in request.headers
    if attempt >= retries or not is_repeatable:
        return None
    if response is not None and response.status_code not in TRANSIENT:
        return None
    named = None if response is None else _retry_after(response)
    seconds = _back_off(attempt) if named is None else named
    return seconds if seconds <= min(LONGEST_DELAY, seconds_left()) else None


def _back_off(attempt: int) -> float:
    """Twice as long each time, and not the same for all clients of a server that is just back."""
    return float(FIRST_DELAY * 2**attempt * (0.5 + random.random() / 2))


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
