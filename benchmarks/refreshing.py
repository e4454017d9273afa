"""Measures refreshes of the index in a process of its own: `python -m benchmarks.refreshing`.

Reads DATABASE_URL, changes the titles of scattered sessions in one transaction, and prints one
line of JSON: for each number of changes the milliseconds of the refresh and of processor time,
and those of reading everything. `refresh` is null where the feed refuses so many changes.
"""

import gc
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import psycopg

from config import settings

CHANGE = "UPDATE acted.tutorial_sessions SET title = %s WHERE id = ANY(%s)"
COUNTS = (1, 20, 200, 2_000, 5_000, 10_000, 20_000)
SEED = 3
MOST_REPEATS, MOST_SECONDS = 15, 4
# Of reading and of indexing: milliseconds, and those of processor time.
type Times = tuple[tuple[float, float], tuple[float, float]]


def main(counts: tuple[int, ...]) -> dict[str, Any]:
    from config.wiring import feed
    from domain.search.search_index import SearchIndex

    source = feed()
    index, whole = _timed(lambda: SearchIndex(source.load()))
    gc.collect()
    # As in the workers of a server.
    gc.freeze()
    found = {}
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as writer:
        ids = [row[0] for row in writer.execute("SELECT id FROM acted.tutorial_sessions")]
        chance = random.Random(SEED)
        for count in counts:
            times: list[Times] = []
            until = time.monotonic() + MOST_SECONDS
            while len(times) < MOST_REPEATS and (not times or time.monotonic() < until):
                title = f"Day {chance.randrange(10**6)} moved"
                writer.execute(CHANGE, [title, chance.sample(ids, count)])
                changes, reading = _timed(lambda: source.changes(index))  # noqa: B023
                if changes is None:
                    index = SearchIndex(source.load())
                    break
                index, indexing = _timed(lambda: index.updated(changes))  # noqa: B023
                times.append((reading, indexing))
            found[count] = _medians(times)
    return {"whole": {"ms": whole[0], "processor_ms": whole[1]}, "refreshes": found}


def _timed[T](work: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, (
        (time.perf_counter() - wall) * 1000,
        (time.process_time() - processor) * 1000,
    )


def _medians(times: list[Times]) -> Any:
    if not times:
        return None
    return {
        "ms": statistics.median(reading[0] + indexing[0] for reading, indexing in times),
        "processor_ms": statistics.median(r[1] + i[1] for r, i in times),
        "reading_ms": statistics.median(reading[0] for reading, _ in times),
        "worst_ms": max(reading[0] + indexing[0] for reading, indexing in times),
        "repeats": len(times),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.__name__
    django.setup()
    print(json.dumps(main(tuple(map(int, sys.argv[1:])) or COUNTS)))
