"""A use case whose N-th statement fails leaves everything as it was, for every N.

`make test` tries every fifth N, and `make test-slow` all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.db.models import Model
from django.test.client import encode_multipart

from adapters.access import tokens
from adapters.access.models import StoredResponse
from adapters.administrate.models import Instructor, Venue
from adapters.catalogue.store.repository import DjangoStore
from adapters.history.models import Entry
from adapters.imports.models import PlanImport
from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from domain.access.callers import Scope
from tests.adapters.spreadsheets.plan import event, text_file
from tests.api.responses import EVENTS, Response
from tests.api.writing import Service, a_client, a_session, an_event
from tests.samples import store_product

# Each request opens its own connection's transaction, as in production.
pytestmark = pytest.mark.django_db(transaction=True)
PLACE = f"{EVENTS}NEW-1/"


class Failing:
    """Fails the N-th statement, like an unavailable database; counts the statements."""

    def __init__(self, number: int) -> None:
        self.number, self.count = number, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.number:
            raise OperationalError("the statement fails")
        return execute(sql, params, many, context)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    sold = store_product()
    product = DjangoStore().ensure([sold]).ids[sold.code]
    owner = User.objects.create_superuser("owner")
    _, secret = tokens.issue(name="writer", owner=owner, scopes=set(Scope), expires_at=None)
    made = Service(a_client(), product, secret.text)
    # Notes the use of the token, which is not part of a write.
    made.create()
    SESSIONS[:] = TutorialSession.objects.order_by("sequence")
    Instructor.objects.create(external_id="ada", first_name="Ada", last_name="Lovelace")
    made.create("TAKEN", sessions=[in_the_hall()])
    made.create("GONE-1", sessions=[])
    assert made.send("POST", f"{CANCELLED}cancel/", {"reason": "ill"}, **FORCE).status_code == 200
    made.create("GONE-2", sessions=[])
    assert made.send("POST", f"{CLASHING}cancel/", {"reason": "ill"}, **FORCE).status_code == 200
    clashing = {"sessions": [in_the_hall()]}
    assert made.send("PATCH", CLASHING, clashing, **FORCE).status_code == 200
    assert made.send("POST", VENUES, a_venue("v1")).status_code == 201
    RECORDS[:] = Venue.objects.all()
    PLANS.clear()
    for name, changes in (("plain", {}), ("clashing", {"Venue": "Bridge House"})):
        rows = [event("A-1", **changes), event("NEW-1", **changes)]
        PLANS[name] = text_file(tmp_path / f"{name}.csv", rows).read_bytes()
    return made


def stored() -> list[Any]:
    times = ("created_at", "updated_at")
    return [
        [without(dict(row), times) for row in model._default_manager.order_by("pk").values()]
        for model in MODELS
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


def in_the_hall(**changes: Any) -> dict[str, Any]:
    """Return a session that clashes with all others of the hall, and of its instructor."""
    return a_session(1, venue="Bridge House", instructors=["Ada Lovelace"], **changes)


def allowed(address: str) -> str:
    """Return an address with a reason to store sessions that clash."""
    return f"{address}?override_clashes=Both%20fit"


def one_session() -> str:
    return f"{PLACE}sessions/{SESSIONS[0].pk}/"


def one_venue() -> str:
    return f"{VENUES}{RECORDS[0].pk}/"


def a_venue(external_id: str) -> dict[str, Any]:
    return {"external_id": external_id, "name": "Bridge House", "location_id": None}


def upload(service: Service, plan: str, **fields: str) -> Response:
    """Send a plan with an event that is new and one that changes."""
    file = BytesIO(PLANS[plan])
    file.name = "plan.csv"
    found: Any = service.client.generic(
        "POST",
        "/api/tutorials/imports/",
        encode_multipart("a", {"file": file, **fields}),
        "multipart/form-data; boundary=a",
        headers={"Authorization": f"Bearer {service.token}", **KEY},
    )
    return found  # type: ignore[no-any-return]  # a test client's response


SESSIONS: list[TutorialSession] = []
RECORDS: list[Venue] = []
CLASHING = f"{EVENTS}GONE-2/"
CANCELLED, VENUES = f"{EVENTS}GONE-1/", "/api/administrate/venues/"
PLANS: dict[str, bytes] = {}
MODELS: tuple[type[Model], ...] = (
    *(TutorialEvent, TutorialSession, SessionInstructor, Entry),
    *(StoredResponse, Venue, Instructor, PlanImport),
)
KEY = {"Idempotency-Key": "one"}
FORCE = {"If-Match": "*"}
USE_CASES: dict[str, Callable[[Service], Response]] = {
    "create": lambda s: s.send("POST", EVENTS, an_event("NEW-2", product=s.product), **KEY),
    "replace": lambda s: s.send(
        "PUT", PLACE, an_event(product=s.product, sessions=[a_session(3), a_session(4)]), **FORCE
    ),
    "swap": lambda s: s.send("PATCH", PLACE, {"sessions": swapped()}, **FORCE),
    "cancel": lambda s: s.send("POST", f"{PLACE}cancel/", {"reason": "x"}, **FORCE, **KEY),
    "add a session": lambda s: s.send("POST", f"{PLACE}sessions/", a_session(3), **FORCE, **KEY),
    "copy": lambda s: s.send(
        "POST", f"{PLACE}copy/", {"code": "NEW-2", "start_date": "2027-05-01"}, **KEY
    ),
    "delete": lambda s: s.send("DELETE", PLACE, **FORCE),
    "reinstate": lambda s: s.send("POST", f"{CANCELLED}reinstate/", **FORCE, **KEY),
    "replace a session": lambda s: s.send(
        "PUT", one_session(), a_session(5, title="Other"), **FORCE
    ),
    "change a session": lambda s: s.send("PATCH", one_session(), {"title": "Other"}, **FORCE),
    "delete a session": lambda s: s.send("DELETE", one_session(), **FORCE),
    "import": lambda s: upload(s, "plain", dry_run="false"),
    "create in spite of a clash": lambda s: s.send(
        "POST",
        allowed(EVENTS),
        an_event("NEW-2", product=s.product, sessions=[in_the_hall()]),
        **KEY,
    ),
    "replace in spite of a clash": lambda s: s.send(
        "PUT", allowed(PLACE), an_event(product=s.product, sessions=[in_the_hall()]), **FORCE
    ),
    "move a session in spite of a clash": lambda s: s.send(
        "PATCH",
        allowed(one_session()),
        {"venue": "Bridge House", "instructors": ["Ada Lovelace"]},
        **FORCE,
    ),
    "reinstate in spite of a clash": lambda s: s.send(
        "POST", allowed(f"{CLASHING}reinstate/"), **FORCE, **KEY
    ),
    "copy in spite of a clash": lambda s: s.send(
        "POST",
        allowed(f"{EVENTS}TAKEN/copy/"),
        {"code": "NEW-2", "start_date": "2027-03-01"},
        **KEY,
    ),
    "import in spite of a clash": lambda s: upload(
        s, "clashing", dry_run="false", override_clashes="Both fit"
    ),
    "add a record": lambda s: s.send("POST", VENUES, a_venue("v2"), **KEY),
    "replace a record": lambda s: s.send("PUT", one_venue(), a_venue("v3"), **FORCE),
    "change a record": lambda s: s.send("PATCH", one_venue(), {"name": "Other"}, **FORCE),
    "delete a record": lambda s: s.send("DELETE", one_venue(), **FORCE),
}


@contextmanager
def failing(number: int) -> Iterator[Failing]:
    found = Failing(number)
    with connection.execute_wrapper(found):
        yield found


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", USE_CASES)
def test_everything_is_stored_or_nothing(service: Service, name: str, step: int) -> None:
    ask = USE_CASES[name]
    before = stored()

    # Others for each use case, because most begin with the same statements.
    number = 1 + [*USE_CASES].index(name) % step
    while True:
        with failing(number) as found:
            response = ask(service)
        if found.count < number:
            break
        assert response.status_code == 503, (number, response.content)
        assert stored() == before, number
        number += step

    assert response.status_code in {200, 201, 204}, response.content
    if name.endswith("clash"):
        assert TutorialEvent.objects.filter(clash_override_reason="Both fit").exists()
    assert number > 5
    assert stored() != before
