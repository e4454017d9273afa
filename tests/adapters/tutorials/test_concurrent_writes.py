"""Concurrent writers, each with a separate connection."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction

from adapters.access import tokens
from adapters.administrate.models import Instructor
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.models import TutorialEvent
from adapters.tutorials.rows import locks
from domain.access.callers import Scope
from tests.api.responses import EVENTS, Response, problem
from tests.api.writing import Service, a_client, a_session, an_event, another
from tests.samples import store_product

pytestmark = pytest.mark.django_db(transaction=True)
# After each change of the event, all other writers must start again.
THREADS = 8


@pytest.fixture
def new_service() -> Callable[[], Service]:
    """Return what makes a client of its own for each thread."""
    sold = store_product()
    product = DjangoStore().ensure([sold]).ids[sold.code]
    owner = User.objects.create_superuser("owner")
    _, secret = tokens.issue(name="writer", owner=owner, scopes=set(Scope), expires_at=None)
    shared = a_client()
    return lambda: Service(another(shared), product, secret.text)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool


def on_its_own[T](run: Callable[[], T]) -> T:
    try:
        return run()
    finally:
        connections.close_all()


def take_a_place(new_service: Callable[[], Service]) -> None:
    """Book one place; start again if another booking was stored first."""
    service = new_service()
    while True:
        read = service.read()
        body = {"remain_space": read.json()["remain_space"] - 1}
        response = service.send(
            "PATCH", f"{EVENTS}NEW-1/", body, **{"If-Match": read.headers["ETag"]}
        )
        if response.status_code == 200:
            return
        assert response.status_code == 412, response.content


@pytest.mark.slow
def test_no_change_of_many_at_once_is_lost(
    new_service: Callable[[], Service], threads: ThreadPoolExecutor
) -> None:
    new_service().create(remain_space=64)

    for done in [threads.submit(on_its_own, partial(take_a_place, new_service)) for _ in range(64)]:
        done.result()

    assert TutorialEvent.objects.get().remain_space == 0


def test_of_many_posts_of_one_code_one_is_stored(
    new_service: Callable[[], Service], threads: ThreadPoolExecutor
) -> None:
    def create() -> int:
        return new_service().create().status_code

    found = [threads.submit(on_its_own, create) for _ in range(16)]

    assert Counter(done.result() for done in found) == {201: 1, 409: 15}
    assert TutorialEvent.objects.get().sessions.count() == 2


@pytest.mark.parametrize(
    "shared",
    [
        {"venue": "Bridge House"},
        {"venue": "Live Online", "instructors": ["Ada Lovelace"]},
    ],
    ids=["venue", "instructor"],
)
def test_of_many_plans_for_one_venue_or_instructor_one_is_stored(
    new_service: Callable[[], Service], threads: ThreadPoolExecutor, shared: dict[str, Any]
) -> None:
    Instructor.objects.create(external_id="a", first_name="Ada", last_name="Lovelace")
    ready = Barrier(THREADS)

    def create(number: int) -> Response:
        service = new_service()
        ready.wait()
        return service.create(f"NEW-{number}", sessions=[a_session(1, **shared)])

    found = [threads.submit(on_its_own, partial(create, number)) for number in range(16)]

    responses = [done.result() for done in found]
    assert Counter(response.status_code for response in responses) == {201: 1, 409: 15}
    assert all(b'"clashes":[{' in each.content for each in responses if each.status_code == 409)
    assert TutorialEvent.objects.count() == 1


def test_a_planner_that_does_not_end_stops_planning_only(
    new_service: Callable[[], Service],
    threads: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locks, "LONGEST_WAIT", "100ms")
    service = new_service()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({locks.PLANNING})")

        def create(code: str, venue: str) -> Response:
            return service.create(code, sessions=[a_session(1, venue=venue)])

        [busy, online] = [
            threads.submit(on_its_own, partial(create, *each)).result()
            for each in (("NEW-1", "Bridge House"), ("NEW-2", "Live Online"))
        ]

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert "Try again" in problem(busy, 503)["detail"]
    assert online.status_code == 201
    assert list(TutorialEvent.objects.values_list("code", flat=True)) == ["NEW-2"]


@pytest.mark.slow
def test_requests_that_are_sent_again_at_once_are_done_once(
    new_service: Callable[[], Service], threads: ThreadPoolExecutor
) -> None:
    def create(number: int) -> bytes:
        """Send until there is an answer: while the first is running, that is a conflict."""
        service = new_service()
        body = an_event(f"NEW-{number}", product=service.product)
        while True:
            response = service.send("POST", EVENTS, body, **{"Idempotency-Key": f"key-{number}"})
            if response.status_code == 201:
                return response.content
            assert b"still running" in response.content

    numbers = [number for number in range(10) for _ in range(4)]
    found = [threads.submit(on_its_own, partial(create, number)) for number in numbers]

    assert len({done.result() for done in found}) == 10
    assert TutorialEvent.objects.count() == 10
