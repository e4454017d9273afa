"""Records the answers of a running service, to compare them before and after a change.

    python -m benchmarks.record_answers http://127.0.0.1:8000 before.jsonl
    python -m benchmarks.record_answers http://127.0.0.1:8000 after.jsonl
    python -m benchmarks.record_answers --compare before.jsonl after.jsonl

The service must hold the demo catalogue. Some 300 requests are sent: every route, filters, pages,
errors, methods, GET and POST, with and without gzip. Status, headers and bytes are recorded. With
`--compare`, each difference is printed and the exit code is 1 if there is one.
"""

import argparse
import http.client
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

# What may differ between two answers to one request.
VOLATILE = {"date", "server", "connection", "etag", "x-request-id"}
SEARCH = "/api/search/unified/"
WORDS = ["", "CM2", "cm", "London", "live online", "Dubln", "tutorial", "marking", "CB1 london"]
FILTERS = [
    "subjects=CM2",
    "subjects=CM2&subjects=CB1",
    "subjects=NOTHING",
    "product_types=Tutorial",
    "product_types=markings",
    "categories=Bundle",
    "categories=Material",
    "modes_of_delivery=Tutorial",
    "locations=London",
    "venues=nowhere",
    "availability=available",
    "availability=sold_out",
    "weekdays=saturday",
    "time_from=09:00&time_to=17:30",
    "from=2026-01-01&to=2027-12-31",
    "include_bundles=false",
    "group=Material",
    "distance_learning=true",
]
BODIES: list[object] = [
    {},
    {"searchQuery": "CM2 live online"},
    {"filters": {"subjects": ["CM2", 1, "2"]}},
    {"filters": {"products": ["1"], "product_ids": [2]}},
    {"filters": {"categories": ["Tutorial"], "modes_of_delivery": ["live"]}},
    {"pagination": {"page": 2, "page_size": 3}},
    {"options": {"include_bundles": False, "include_analytics": True}},
    {"filters": {"colour": []}},
    {"filters": {"subjects": "CM2"}},
    {"pagination": {"page": 0}},
    {"searchQuery": "x" * 201},
    {"searchQuery": "a\u0000b"},
    [],
    None,
    1,
]
BROKEN = [b"{", b"{}{}", b'{"a":1,"a":1}', b"\xff", b'{"searchQuery":NaN}']
EVENT_QUERIES = [
    *("", "?page=2", "?subject=CM2", "?venue=house", "?available=true", "?location=lon"),
    *("?page=0", "?x=1", "?page=1&page=1", "?from=yesterday", "?venue=%ff", "?page=99"),
]
KINDS = ["course-templates", "custom-fields", "instructors", "locations", "price-levels", "venues"]


@dataclass(frozen=True)
class Question:
    method: str
    address: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def questions() -> Iterator[Question]:
    """Yield the requests, always the same ones in the same order."""
    yield from _searches()
    yield from _lists()
    yield from _edges()


def _searches() -> Iterator[Question]:
    for words in WORDS:
        for filters in FILTERS:
            yield Question("GET", f"{SEARCH}?q={quote(words)}&{filters}&page_size=5")
        yield Question("GET", f"/api/search/fuzzy/?q={quote(words)}")
        yield Question("GET", f"/api/search/advanced-fuzzy/?q={quote(words)}&subjects=CM2")
        yield _post({"searchQuery": words}, {"Accept-Encoding": "gzip"})
    for page in range(1, 8):
        yield Question("GET", f"{SEARCH}?page={page}&page_size=7")
    for body in BODIES:
        yield _post(body)
    for broken in BROKEN:
        yield Question("POST", SEARCH, broken, {"Content-Type": "application/json"})
    yield _post({}, {"Content-Type": "text/plain"})
    yield _post({}, {"Accept": "text/html"})
    yield Question("GET", "/api/search/default-data/?limit=3")
    yield Question("GET", "/api/search/fuzzy/?q=cm2&min_score=100&limit=2")


def _lists() -> Iterator[Question]:
    events = "/api/tutorials/events/"
    for query in (
        "",
        "?page=2",
        "?subject=CM2",
        "?venue=house",
        "?available=true",
        "?location=lon",
    ):
        yield Question("GET", events + query)
    for query in ("?page=0", "?x=1", "?page=1&page=1", "?from=yesterday", "?venue=%ff", "?page=99"):
        yield Question("GET", events + query)
    for kind in KINDS:
        for query in ("", "?page=2&page_size=3", "?page_size=101"):
            yield Question("GET", f"/api/administrate/{kind}/{query}")


def _edges() -> Iterator[Question]:
    for path in ("/api/version/", "/api/health/live/", "/api/health/ready/", "/api/nothing/"):
        yield Question("GET", path)
        yield Question("HEAD", path)
        yield Question("OPTIONS", path)
        yield Question("GET", f"{path}?x=1")
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        yield Question(method, "/api/tutorials/events/NOTHING/")
    yield Question("GET", "/api/tutorials/events")
    yield Question("GET", "/api/tutorials/events/", headers={"Accept": "image/png"})
    yield Question("GET", "/api/tutorials/events/", headers={"If-Match": '"0"'})
    yield Question("GET", SEARCH, headers={"Accept-Encoding": "gzip"})


def _post(body: object, headers: dict[str, str] | None = None) -> Question:
    sent = {"Content-Type": "application/json", **(headers or {})}
    return Question("POST", SEARCH, json.dumps(body).encode(), sent)


def record(base: str, file: Path) -> int:
    """Write one line of JSON for each answer; return how many there are."""
    host = urlsplit(base).netloc
    connection = http.client.HTTPConnection(host, timeout=30)
    asked = list(questions())
    with file.open("w") as lines:
        for question in asked:
            headers = {"X-Request-ID": "recorded", **question.headers}
            connection.request(question.method, question.address, question.body, headers)
            answer = connection.getresponse()
            found = {
                "question": f"{question.method} {question.address} {question.body!r}",
                "status": answer.status,
                "headers": {
                    name.lower(): value
                    for name, value in sorted(answer.getheaders())
                    if name.lower() not in VOLATILE
                },
                "body": answer.read().decode("latin-1"),
            }
            lines.write(json.dumps(found) + "\n")
    connection.close()
    return len(asked)


def compare(before: Path, after: Path) -> int:
    """Print what differs; return the number of answers that do."""
    old, new = (
        [json.loads(line) for line in file.read_text().splitlines()] for file in (before, after)
    )
    different = 0
    for one, other in zip(old, new, strict=True):
        parts = [part for part in one if one[part] != other[part]]
        if parts:
            different += 1
            print(one["question"], *(f"\n  {part}: {_shown(one, other, part)}" for part in parts))
    print(f"{different} of {len(old)} answers differ")
    return different


def _shown(one: dict[str, object], other: dict[str, object], part: str) -> str:
    return f"{str(one[part])[:300]}\n     -> {str(other[part])[:300]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--compare", action="store_true", help="compare two files of answers")
    parser.add_argument("first", help="the address of a service, or the first file")
    parser.add_argument("second", type=Path, help="the file to write, or the second file")
    given = parser.parse_args()
    if given.compare:
        return int(compare(Path(given.first), given.second) > 0)
    print(f"Recorded {record(given.first, given.second)} answers in {given.second}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
