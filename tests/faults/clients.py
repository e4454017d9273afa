"""Clients that ask a service again and again, and note what was answered and when."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

LIVE = "/api/health/live/"
READY = "/api/health/ready/"
EVENTS = "/api/tutorials/events/"
SEARCH = "/api/search/unified/?q=CM2"
# All that need the database, one way or another.
ROUTES = (
    READY,
    EVENTS,
    "/api/tutorials/events/ELO-NONE/",
    SEARCH,
    "/api/search/fuzzy/?q=cm2",
    "/api/search/advanced-fuzzy/?q=cm2",
    "/api/search/default-data/",
    *(
        f"/api/administrate/{kind}/"
        for kind in (
            *("course-templates", "custom-fields", "instructors"),
            *("locations", "price-levels", "venues"),
        )
    ),
)
TIMEOUT_SECONDS = 60
# No client asks faster than this: it is not the load that is tested.
PAUSE_SECONDS = 0.02
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    path: str
    began: float
    ended: float
    status: int
    retry_after: str | None = None
    body: bytes = b""

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def ask(port: int, path: str, **headers: str) -> Answer:
    """Return the answer to a GET on a connection of its own; its status is 0 without one."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Connection": "close", **headers})
        found = connection.getresponse()
        body = found.read()
    except (OSError, http.client.HTTPException):
        return Answer(path, began, time.monotonic(), NO_ANSWER)
    finally:
        connection.close()
    return Answer(path, began, time.monotonic(), found.status, found.headers["Retry-After"], body)


class Clients:
    """Threads that ask one path after the other until they are stopped."""

    def __init__(self, port: int, paths: Sequence[str], count: int) -> None:
        self._port, self._stop = port, threading.Event()
        self.answers: list[Answer] = []
        self._threads = [
            threading.Thread(
                target=self._ask, args=[[*paths[n % len(paths) :], *paths[: n % len(paths)]]]
            )
            for n in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, paths: Sequence[str]) -> None:
        for path in itertools.cycle(paths):
            if self._stop.wait(PAUSE_SECONDS):
                return
            self.answers.append(ask(self._port, path))


@contextmanager
def clients(port: int, paths: Sequence[str], count: int) -> Iterator[list[Answer]]:
    """Let so many clients ask until the block ends; yield the list that their answers go to."""
    asking = Clients(port, paths, count)
    try:
        yield asking.answers
    finally:
        asking.stop()


def slowest(answers: Sequence[Answer]) -> float:
    return max((answer.seconds for answer in answers), default=0.0)
