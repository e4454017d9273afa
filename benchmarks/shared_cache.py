"""`python -m benchmarks.shared_cache [SECONDS ...]`: the answers of a shared cache, and their age.

nginx with the site of deploy/ is the cache. Clients ask the `GET` search at a fixed rate; how often
each question is asked follows Zipf's law. Meanwhile every event changes at a given rate. Each
change writes its own number into all events, so a response shows which changes it contains.
Prints a table, with rows for each SEARCH_S_MAXAGE that is given, by default 0, 1 and 10 s.
"""

import http.client
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

import psycopg

from benchmarks.databases import new_databases
from benchmarks.questions import questions
from benchmarks.web_servers import serving
from tests.faults.proxy import nginx_before

FRESH_SECONDS = (0, 1, 10)
CHANGES_PER_SECOND = (0, 0.1, 1)
REQUESTS_PER_SECOND, QUESTIONS, CLIENTS = 100, 300, 16
SECONDS, WARM_UP_SECONDS, SEED = 20, 10, 1
CHANGE = "UPDATE acted.tutorial_events SET remain_space = %s"
SHOWN = re.compile(rb'"remain_space":([0-9]+)')


class Changes:
    """The changes so far: when each of them was committed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.committed: list[float] = []

    @contextmanager
    def at(self, rate: float) -> Iterator[None]:
        """Change all events `rate` times a second, in a thread, until the block ends."""
        is_over = threading.Event()
        thread = threading.Thread(target=self._write, args=[rate, is_over])
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def _write(self, rate: float, is_over: threading.Event) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            while rate and not is_over.wait(1 / rate):
                connection.execute(CHANGE, [len(self.committed) + 1])
                self.committed.append(time.monotonic())

    def age(self, asked: float, body: bytes) -> float:
        """Return for how many seconds a change was committed that the response does not show."""
        numbers = [int(number) for number in SHOWN.findall(body)]
        if not numbers or min(numbers) >= len(self.committed):
            return 0.0
        return max(asked - self.committed[min(numbers)], 0.0)


class Clients:
    """Clients with one connection each, which ask at a fixed rate."""

    def __init__(self, port: int, changes: Changes) -> None:
        self._port, self._changes = port, changes
        self._local = threading.local()
        self._random = random.Random(SEED)
        texts = [body["searchQuery"] for body in questions(3 * QUESTIONS) if "searchQuery" in body]
        self._paths = [f"/api/search/unified/?q={quote(text)}" for text in texts[:QUESTIONS]]
        self._weights = [1 / rank for rank in range(1, len(self._paths) + 1)]

    def ask(self, seconds: float) -> tuple[Counter[str], float]:
        """Return how often the cache had each status, and the greatest age of a response."""
        begin = time.monotonic()
        count = int(seconds * REQUESTS_PER_SECOND)
        paths = self._random.choices(self._paths, self._weights, k=count)
        due = [begin + number / REQUESTS_PER_SECOND for number in range(len(paths))]
        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(self._one, paths, due))
        return Counter(status for status, _ in answers), max(age for _, age in answers)

    def _one(self, path: str, due: float) -> tuple[str, float]:
        time.sleep(max(due - time.monotonic(), 0))
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        asked = time.monotonic()
        self._local.connection.request("GET", path)
        found = self._local.connection.getresponse()
        body = found.read()
        if found.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} returned {found.status}")
        return found.headers["X-Cache-Status"], self._changes.age(asked, body)


def main(fresh_seconds: Sequence[int]) -> None:
    head = ["`SEARCH_S_MAXAGE`", "changes per second", "answered by the cache"]
    print(_row([*head, "unchanged (304)", "from the service", "oldest response"]))
    print(_row(["---"] * 6))
    with new_databases() as databases:
        url = databases.url(1)
        for fresh in fresh_seconds:
            variables = {"SEARCH_S_MAXAGE": str(fresh), "SEARCH_STALE_WHILE_REVALIDATE": "0"}
            log = databases.folder / "log"
            with (
                serving("ours", url=url, log=log, variables=variables) as server,
                nginx_before(server.port, without_limits=True) as (port, _),
            ):
                changes = Changes(url)
                clients = Clients(port, changes)
                with changes.at(10):
                    time.sleep(0.2)
                clients.ask(WARM_UP_SECONDS)
                for rate in CHANGES_PER_SECOND:
                    with changes.at(rate):
                        print(_measured(fresh, rate, *clients.ask(SECONDS)), flush=True)


def _measured(fresh: int, rate: float, seen: Counter[str], age: float) -> str:
    total = seen.total()
    shares = (seen["HIT"], seen["REVALIDATED"], total - seen["HIT"] - seen["REVALIDATED"])
    return _row([fresh, rate, *(f"{share / total:.0%}" for share in shares), f"{age:.1f} s"])


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main([int(given) for given in sys.argv[1:]] or FRESH_SECONDS)
