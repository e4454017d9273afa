"""With writers of every kind, every result is a committed state, and never stale.

The environment variable HISTORY_ANSWERS sets the number of results; the default is small.
"""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from tests.adapters.catalogue import concurrent_readers, concurrent_writers
from tests.adapters.catalogue.concurrent_writers import KINDS
from tests.adapters.catalogue.histories import check
from tests.adapters.catalogue.with_django import set_up
from tests.samples import event, session, store_product

logger = logging.getLogger(__name__)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ANSWERS = int(os.environ.get("HISTORY_ANSWERS", "400"))
# Each reader is a process.
READERS, THREADS = 2, 8
CONTEXT = get_context("spawn")


@pytest.mark.parametrize("wait_seconds", [None, 0.0])
def test_every_result_is_a_committed_state_and_never_stale(wait_seconds: float | None) -> None:
    """Or, where nobody waits for more than one change, what was committed before its age."""
    codes = make_events()
    stop = CONTEXT.Event()
    with (
        processes(1, concurrent_writers.begin, stop) as [writers],
        processes(READERS, set_up, place()) as readers,
    ):
        writing = writers.submit(concurrent_writers.write, conninfo())
        reading = [
            reader.submit(concurrent_readers.read, codes, wait_seconds, THREADS, ANSWERS // READERS)
            for reader in readers
        ]
        try:
            read = [each.result() for each in reading]
        finally:
            stop.set()
        written = writing.result()
        last = [reader.submit(concurrent_readers.read_last).result() for reader in readers]
    responses = [history for histories, _ in read for history in histories]
    states = check(written, [*responses, *last])
    steps = sum((each for _, each in read), Counter[str]())
    logger.info("%d answers, %d states, %s", sum(map(len, responses)), states, steps)
    assert {history[-1].shown for history in last} == {
        tuple(each.committed.last() for each in written)
    }
    # Changes were followed in both ways.
    assert steps["update"] > steps["rebuild"] > 0
    is_old = any(response.age for history in responses for response in history)
    assert is_old == (wait_seconds is not None)


@contextmanager
def processes(
    count: int, begin: Callable[..., None], *arguments: object
) -> Iterator[list[ProcessPoolExecutor]]:
    """Yield executors of one process each, which calls `begin` first."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                ProcessPoolExecutor(1, mp_context=CONTEXT, initializer=begin, initargs=arguments)
            )
            for _ in range(count)
        ]


def conninfo() -> str:
    settings = place()
    return make_conninfo(
        dbname=settings["NAME"],
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
    )


def place() -> dict[str, str]:
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    return {name: connection.settings_dict[name] for name in names}


def make_events() -> list[str]:
    """Store one event for each kind of writer; return their codes."""
    if prepared_transactions() == "0":
        pytest.skip("the server allows no prepared transactions")
    sold = store_product()
    ids = DjangoStore().ensure([sold]).ids
    codes = [work.__name__ for work in KINDS]
    DjangoTutorials().add([(event(code, session(1)), ids[sold.code]) for code in codes])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_events SET remain_space = 0")
        cursor.execute("UPDATE acted.tutorial_sessions SET title = '0'")
    return codes


def prepared_transactions() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_prepared_transactions")
        return str(cursor.fetchone()[0])
