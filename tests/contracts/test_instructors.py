"""Instructors of sessions, on a service in memory and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User

from adapters.access import tokens
from adapters.administrate.models import Instructor
from adapters.catalogue.store.repository import DjangoStore
from domain.access.callers import Scope
from tests.api.clients import client_of
from tests.api.responses import EVENTS, Response, problem
from tests.api.service import some_ports
from tests.api.writing import Service, a_client, a_session
from tests.in_memory import InMemoryTutorials
from tests.samples import instructor, store_product

ADA, EMMY, TWIN = "Ada Lovelace", "Emmy Noether", "Alan Turing"


@dataclass(frozen=True)
class Staffed(Service):
    """A service with instructors; `ids` has their ids by key."""

    ids: dict[str, int] = field(default_factory=dict)


def in_memory() -> Staffed:
    ports = some_ports()
    assert isinstance(ports.tutorials, InMemoryTutorials)
    ports.tutorials.teachers = [
        instructor(7, "Ada", "Lovelace"),
        instructor(8, "Emmy", "Noether"),
        instructor(9, "Alan", "Turing"),
        instructor(10, "Alan", "Turing"),
    ]
    return Staffed(client_of(ports), 1, ids={"ada": 7, "emmy": 8, "twin": 9, "other": 10})


def on_postgresql() -> Staffed:
    sold = store_product()
    product = DjangoStore().ensure([sold]).ids[sold.code]
    owner = User.objects.create_superuser("owner")
    _, secret = tokens.issue(
        name="writer", owner=owner, scopes={Scope.TUTORIALS_WRITE}, expires_at=None
    )
    names = {"ada": ADA, "emmy": EMMY, "twin": TWIN, "other": TWIN}
    rows = {
        key: Instructor.objects.create(
            external_id=key, first_name=first, last_name=last, email=f"{key}@example.org"
        )
        for key, name in names.items()
        for first, last in [name.split()]
    }
    ids = {key: row.pk for key, row in rows.items()}
    return Staffed(a_client(), product, secret.text, ids=ids)


@pytest.fixture(
    params=[in_memory, pytest.param(on_postgresql, marks=pytest.mark.django_db)],
    ids=["in memory", "PostgreSQL"],
)
def service(request: pytest.FixtureRequest) -> Staffed:
    make: Callable[[], Staffed] = request.param
    return make()


def taught(response: Response) -> list[list[str]]:
    return [session["instructors"] for session in response.json()["sessions"]]


def sessions(*instructors: list[Any]) -> list[dict[str, Any]]:
    return [a_session(day, instructors=each) for day, each in enumerate(instructors, 1)]


def test_instructors_are_named_or_given_by_id_and_shown_by_name(service: Staffed) -> None:
    wanted = sessions(["emmy  NOETHER", ADA], [service.ids["ada"], ADA], [])
    response = service.create(sessions=wanted)

    assert response.status_code == 201
    assert taught(response) == [[ADA, EMMY], [ADA], []]
    assert taught(service.read()) == taught(response)
    assert "example.org" not in service.read().content.decode()


def test_unknown_and_ambiguous_instructors_have_pointers_and_nothing_is_stored(
    service: Staffed,
) -> None:
    wanted = sessions([ADA, "Nobody"], [TWIN, 10**6])
    errors = problem(service.create(sessions=wanted), 422)["errors"]

    assert [error["pointer"] for error in errors] == [
        "/sessions/0/instructors/1",
        "/sessions/1/instructors/0",
        "/sessions/1/instructors/1",
    ]
    assert str(service.ids["other"]) in errors[1]["message"]
    assert service.read().status_code == 404


def test_an_ambiguous_name_means_the_instructor_who_teaches_already(service: Staffed) -> None:
    created = service.create(sessions=sessions([service.ids["other"], ADA]))
    body = created.json()
    body["sessions"][0]["title"] = "Another title"

    assert taught(service.change("PUT", body)) == [[ADA, TWIN]]
    both = [{**body["sessions"][0], "instructors": [TWIN, service.ids["twin"]]}]
    assert taught(service.change("PATCH", {"sessions": both})) == [[TWIN, TWIN]]
    again = service.read().json()
    assert taught(service.change("PUT", again)) == [[TWIN, TWIN]]


def test_they_are_changed_with_the_event_and_with_a_session(service: Staffed) -> None:
    made = service.create(sessions=sessions([ADA], [EMMY])).json()
    first, second = (f"{EVENTS}NEW-1/sessions/{each['id']}/" for each in made["sessions"])

    def send(method: str, address: str, body: Any) -> Response:
        return service.send(method, address, body, **{"If-Match": service.read().headers["ETag"]})

    assert send("PATCH", first, {"instructors": [EMMY]}).json()["instructors"] == [EMMY]
    assert send("PATCH", first, {"title": "Other"}).json()["instructors"] == [EMMY]
    assert send("PUT", second, a_session(2)).json()["instructors"] == []
    added = send("POST", f"{EVENTS}NEW-1/sessions/", a_session(3, instructors=[ADA]))
    assert (added.status_code, added.json()["instructors"]) == (201, [ADA])
    refused = send("PATCH", first, {"instructors": ["Nobody"]})
    assert [each["pointer"] for each in problem(refused, 422)["errors"]] == ["/instructors/0"]
    assert taught(service.change("PATCH", {"venue": "Park Row"})) == [[EMMY], [], [ADA]]
    assert taught(service.change("PATCH", {"sessions": []})) == []


def test_the_list_of_events_is_filtered_by_a_part_of_the_name(service: Staffed) -> None:
    service.create("E-ADA", sessions=sessions([ADA]))
    service.create("E-EMMY", sessions=sessions([EMMY], [ADA]))

    def codes(name: str) -> list[str]:
        listed = service.client.get(EVENTS, {"instructor": name}).json()
        return [event["code"] for event in listed["items"]]

    assert codes("lovelace") == ["E-ADA", "E-EMMY"]
    assert codes("EMMY N") == ["E-EMMY"]
    assert codes("%") == []


@pytest.mark.django_db
def test_the_search_shows_filters_and_counts_them() -> None:
    service = on_postgresql()
    service.create("E-1", sessions=sessions([ADA]))
    service.create("E-2", sessions=sessions([EMMY], [EMMY]))

    def search(**filters: Any) -> dict[str, Any]:
        found: dict[str, Any] = service.client.post(
            "/api/search/unified/", {"filters": filters}, content_type="application/json"
        ).json()
        return found

    everything = search()
    [product] = everything["products"]
    events = product["variations"][0]["events"]
    shown = [[each["instructors"] for each in event["sessions"]] for event in events]
    assert shown == [[[ADA]], [[EMMY], [EMMY]]]
    assert everything["filter_counts"]["instructors"] == {
        ADA: {"count": 1, "name": ADA},
        EMMY: {"count": 1, "name": EMMY},
    }
    assert search(instructors=["ada LOVELACE"])["pagination"]["total_count"] == 1
    assert search(instructors=["Nobody"])["products"] == []
    Instructor.objects.filter(external_id="ada").update(first_name="Augusta")
    assert list(search()["filter_counts"]["instructors"]) == ["Augusta Lovelace", EMMY]


@pytest.mark.django_db
def test_an_instructor_who_teaches_is_not_deleted() -> None:
    service = on_postgresql()
    service.create(sessions=sessions([ADA]))
    owner = User.objects.get()
    _, secret = tokens.issue(
        name="keeper",
        owner=owner,
        scopes={Scope.REFERENCE_WRITE, Scope.REFERENCE_READ, Scope.TUTORIALS_FORCE},
        expires_at=None,
    )
    keeper = Service(service.client, service.product, secret.text)

    def delete(key: str) -> Response:
        address = f"/api/administrate/instructors/{service.ids[key]}/"
        return keeper.send("DELETE", address, **{"If-Match": "*"})

    assert "instructors of sessions" in problem(delete("ada"), 409)["detail"]
    assert delete("emmy").status_code == 204
