"""The additional cost of the first request after a change, at 100 times the size."""

import http.client
import statistics
import time
from typing import Any

import psycopg

from benchmarks import cpu
from benchmarks.bench import Bench, figure, pairwise
from benchmarks.requests import BenchmarkRequest, send_over, the_page
from benchmarks.web_servers import Server

CHANGE = "UPDATE acted.tutorial_sessions SET title = %s WHERE id = %s"
FIRST_ON_PAGE = """
SELECT session.id FROM acted.tutorial_sessions session
    JOIN acted.tutorial_events event ON event.id = session.tutorial_event_id
WHERE session.title = %s"""
# Each round has its share of all repeats, taken from the whole time.
ROUNDS, REPEATS, MOST_SECONDS = 5, 200, 30


class Stale(Exception):
    """A committed change was missing in the next response."""


def measure(bench: Bench) -> dict[str, Any]:
    with (
        bench.serving("ours", 100) as ours,
        psycopg.connect(bench.databases.url(100), autocommit=True) as writer,
    ):
        changing = Changing(bench, ours, writer)
        after, before, each = changing.run(REPEATS // (4 if bench.quick else 1))
    extra = pairwise(after, before, float.__sub__)
    rounds = [statistics.median(extra[number::ROUNDS]) for number in range(ROUNDS)]
    return {
        "refresh_ms": figure(
            rounds,
            repeats=len(after),
            processor_ms=round(each, 3),
            normal_ms=round(statistics.median(before), 3),
            worst_ms=round(max(after), 3),
        )
    }


class Changing:
    """One connection, and so one worker, that requests a page whose session changes."""

    def __init__(self, bench: Bench, ours: Server, writer: psycopg.Connection) -> None:
        self.roots = ours.pid, bench.databases.postgres
        self.writer = writer
        self.connection = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=120)
        self.ask: BenchmarkRequest = the_page()
        body = send_over(self.connection, self.ask).body
        self.title = _between(body, b'"sessions":[{"id":', b'"title":"', b'"')
        found = writer.execute(FIRST_ON_PAGE, [self.title]).fetchone()
        assert found, "the page's session is not in the database"
        self.session: int = found[0]

    def run(self, repeats: int) -> tuple[list[float], list[float], float]:
        """Return the milliseconds of answers after a change, of others, and the extra work.

        The extra work is processor time of one change and its first answer, less that of
        another answer and that of a change that nobody asks for.
        """
        after, before = [], []
        deadline = time.monotonic() + MOST_SECONDS
        mixed = cpu.milliseconds(*self.roots)
        for number in range(repeats):
            title = f"{self.title} moved {number}"
            self.writer.execute(CHANGE, [title, self.session])
            after.append(self._answer(title))
            before.append(self._answer(title))
            if time.monotonic() > deadline:
                break
        mixed = cpu.milliseconds(*self.roots) - mixed
        answers = self._work(lambda: self._answer(title), 2 * len(after))
        changes = self._work(lambda: self._change_back(), len(after))
        return after, before, (mixed - answers - changes) / len(after)

    def _answer(self, title: str) -> float:
        since = time.perf_counter()
        body = send_over(self.connection, self.ask).body
        taken = (time.perf_counter() - since) * 1000
        if f'"{title}"'.encode() not in body:
            raise Stale(title)
        return taken

    def _change_back(self) -> None:
        self.writer.execute(CHANGE, [self.title, self.session])

    def _work(self, step: Any, times: int) -> float:
        start = cpu.milliseconds(*self.roots)
        for _ in range(times):
            step()
        return cpu.milliseconds(*self.roots) - start


def _between(body: bytes, *marks: bytes) -> str:
    """Return what stands between the last two marks, after all the marks before them."""
    at = 0
    for mark in marks[:-1]:
        at = body.index(mark, at) + len(mark)
    return body[at : body.index(marks[-1], at)].decode()
