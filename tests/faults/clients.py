"""Clients that send requests continuously, and record each response with its time."""

import http.client
import itertools
import multiprocessing
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

LIVE = "/api/health/live/"
READY = "/api/health/ready/"
EVENTS = "/api/tutorials/events/"
SEARCH = "/api/search/unified/?q=CM2"
# Routes that need the database.
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
# The shortest interval of a client, because these tests are not about load.
PAUSE_SECONDS = 0.02
# In one process.
MOST_THREADS = 10
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Response:
    path: str
    began: float
    ended: float
    status: int
    retry_after: str | None = None
    body: bytes = b""
    age: str | None = None

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def ask(port: int, path: str, **sent: str) -> Response:
    """Return the answer to a GET on a connection of its own; its status is 0 without one."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Connection": "close", **sent})
        found = connection.getresponse()
        body = found.read()
    except (OSError, http.client.HTTPException):
        return Response(path, began, time.monotonic(), NO_ANSWER)
    finally:
        connection.close()
    headers = found.headers
    return Response(
        path,
        began,
        time.monotonic(),
        found.status,
        headers["Retry-After"],
        body,
        headers["Age"],
    )


def _ask_until_stopped(pipe: Connection, port: int, paths: Sequence[str], count: int) -> None:
    """Ask in `count` threads, one path after the other, until the pipe says stop."""
    stop, responses = threading.Event(), list[Response]()

    def ask_in_turn(first: int) -> None:
        start = first % len(paths)
        for path in itertools.cycle([*paths[start:], *paths[:start]]):
            if stop.wait(PAUSE_SECONDS):
                return
            responses.append(replace(ask(port, path), body=b""))

    threads = [threading.Thread(target=ask_in_turn, args=[first]) for first in range(count)]
    for thread in threads:
        thread.start()
    pipe.send("started")
    pipe.recv()
    stop.set()
    for thread in threads:
        thread.join()
    pipe.send(responses)


@contextmanager
def clients(port: int, paths: Sequence[str], count: int) -> Iterator[list[Response]]:
    """Run this number of clients until the block ends; yield the list that is filled then.

    They run in separate processes, a few in each, because threads of one process wait for each
    other, and their responses would seem too slow.
    """
    responses: list[Response] = []
    context = multiprocessing.get_context("spawn")
    pipes = []
    for first in range(0, count, MOST_THREADS):
        pipe, childs_end = context.Pipe()
        # Each process begins with another path.
        rotated = [*paths[first % len(paths) :], *paths[: first % len(paths)]]
        context.Process(
            target=_ask_until_stopped,
            args=[childs_end, port, rotated, min(MOST_THREADS, count - first)],
            daemon=True,
        ).start()
        pipes.append(pipe)
    for pipe in pipes:
        pipe.recv()
    try:
        yield responses
    finally:
        for pipe in pipes:
            pipe.send("stop")
        for pipe in pipes:
            responses.extend(pipe.recv())


def slowest(responses: Sequence[Response]) -> float:
    return max((response.seconds for response in responses), default=0.0)
