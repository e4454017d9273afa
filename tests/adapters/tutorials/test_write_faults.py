"""A use case whose N-th statement fails leaves everything as it was, for every N."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection

from adapters.access import tokens
from adapters.access.models import KeptAnswer
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.models import TutorialEvent, TutorialSession
from domain.access.callers import Scope
from tests.api.answers import EVENTS, Answer
from tests.api.writing import Service, a_client, a_session, an_event
from tests.samples import store_product

# Each request opens its own connection's transaction, as in production.
pytestmark = pytest.mark.django_db(transaction=True)
PLACE = f"{EVENTS}NEW-1/"


class Failing:
    """Fails the N-th statement, as a database does that goes away; counts them."""

    def __init__(self, number: int) -> None:
        self.number, self.count = number, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.number:
            raise OperationalError("the statement fails")
        return execute(sql, params, many, context)


@pytest.fixture
def service() -> Service:
    sold = store_product()
    product = DjangoStore().ensure([sold]).ids[sold.code]
    owner = User.objects.create_superuser("owner")
    _, secret = tokens.issue(name="writer", owner=owner, scopes=set(Scope), expires_at=None)
    made = Service(a_client(), product, secret.text)
    # Notes the use of the token, which is not part of a write.
    made.create()
    SESSIONS[:] = TutorialSession.objects.order_by("sequence")
    return made


def stored() -> list[Any]:
    times = ("created_at", "updated_at")
    return [
        [without(dict(row), times) for row in model.objects.order_by("pk").values()]
        for model in (TutorialEvent, TutorialSession, KeptAnswer)
    ]


def without(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def swapped() -> list[dict[str, Any]]:
    """Return the two stored sessions with their sequences exchanged."""
    # Read before the statements are counted and failed.
    return [
        {**a_session(each.sequence), "sequence": 3 - each.sequence, "id": each.pk}
        for each in SESSIONS
    ]


SESSIONS: list[TutorialSession] = []
KEY = {"Idempotency-Key": "one"}
FORCE = {"If-Match": "*"}
USE_CASES: dict[str, Callable[[Service], Answer]] = {
    "create": lambda s: s.send("POST", EVENTS, an_event("NEW-2", product=s.product), **KEY),
    "replace": lambda s: s.send(
        "PUT", PLACE, an_event(product=s.product, sessions=[a_session(3), a_session(4)]), **FORCE
    ),
    "swap": lambda s: s.send("PATCH", PLACE, {"sessions": swapped()}, **FORCE),
    "cancel": lambda s: s.send("POST", f"{PLACE}cancel/", {"reason": "x"}, **FORCE, **KEY),
    "add a session": lambda s: s.send("POST", f"{PLACE}sessions/", a_session(3), **FORCE, **KEY),
    "delete": lambda s: s.send("DELETE", PLACE, **FORCE),
}


@contextmanager
def failing(number: int) -> Iterator[Failing]:
    found = Failing(number)
    with connection.execute_wrapper(found):
        yield found


@pytest.mark.parametrize("name", USE_CASES)
def test_everything_is_stored_or_nothing(service: Service, name: str) -> None:
    ask = USE_CASES[name]
    before = stored()

    number = 1
    while True:
        with failing(number) as found:
            answer = ask(service)
        if found.count < number:
            break
        assert answer.status_code == 503, (number, answer.content)
        assert stored() == before, number
        number += 1

    assert answer.status_code in {200, 201, 204}
    assert number > 5
    assert stored() != before
