"""What each call.py prints; the runner compares it with what plain requests answer."""

import json
import sys
from datetime import UTC, datetime

ADDRESS = sys.argv[1] if len(sys.argv) > 1 else ""
SUBJECTS, EXAM_SESSIONS = ["CM2"], ["27A"]
PAGE_SIZE = 4
MISSING_CODE = "NO-SUCH-EVENT"
# Of a search; the service allows up to 100.
INVALID_PAGE_SIZE = 500


def report(
    products: list[int],
    event: tuple[str, datetime],
    missing: tuple[int, str],
    invalid: tuple[int, list[str]],
) -> None:
    """Print the ids of all products, and the event, the 404 and the 422 that came as types."""
    code, start = event
    moment = f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    called = {
        "products": products,
        "event": {"code": code, "start": moment},
        "missing": {"status": missing[0], "title": missing[1]},
        "invalid": {"status": invalid[0], "fields": invalid[1]},
    }
    print(json.dumps(called))
