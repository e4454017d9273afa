"""What each call must get, from plain requests that no generator had a part in."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from generators.cases.called import (
    EXAM_SESSIONS,
    INVALID_PAGE_SIZE,
    MISSING_CODE,
    PAGE_SIZE,
    SUBJECTS,
)


def expected(address: str) -> Any:
    products: list[dict[str, Any]] = []
    filters = {"subjects": SUBJECTS, "exam_sessions": EXAM_SESSIONS}
    number, more = 1, True
    while more:
        pagination = {"page": number, "page_size": PAGE_SIZE}
        page = _search(address, {"filters": filters, "pagination": pagination})
        products += page["products"]
        number, more = number + 1, page["pagination"]["has_next"]
    code = next(
        event["code"]
        for product in products
        if product["type"] == "Tutorial"
        for variation in product["variations"]
        for event in variation["events"]
    )
    event = _get(f"{address}/api/tutorials/events/{code}/")
    start = datetime.fromisoformat(event["sessions"][0]["start_date"]).astimezone(UTC)
    missing = _get(f"{address}/api/tutorials/events/{MISSING_CODE}/")
    invalid = _search(address, {"pagination": {"page_size": INVALID_PAGE_SIZE}})
    return {
        "products": [product["id"] for product in products],
        "event": {"code": code, "start": f"{start:%Y-%m-%dT%H:%M:%S}.000Z"},
        "missing": {"status": missing["status"], "title": missing["title"]},
        "invalid": {
            "status": invalid["status"],
            "fields": [each["field"] for each in invalid["errors"]],
        },
    }


def _search(address: str, body: object) -> Any:
    headers = {"Content-Type": "application/json"}
    url = f"{address}/api/search/unified/"
    return _get(Request(url, json.dumps(body).encode(), headers))


def _get(request: str | Request) -> Any:
    try:
        with urlopen(request) as response:
            return json.load(response)
    except HTTPError as error:
        return json.load(error)
