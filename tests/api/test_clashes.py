"""Clashes of sessions, as the API lists them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from domain.editing.changes import change_of
from tests.api.clients import client_of
from tests.api.responses import get, problem
from tests.api.service import some_ports
from tests.samples import event, session

CLASHES = "/api/tutorials/clashes/"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def planned() -> Client:
    """Two events that are at the same time in one room, and one that is online."""
    ports = some_ports()
    product = ports.tutorials.get("CM2-01-26A").store_product_id
    rooms = {"X1": "Town Hall", "X2": "town hall", "X3": "Live Online"}
    ports.tutorials.add(
        [(event(code, session(venue=room)), product) for code, room in rooms.items()]
    )
    return client_of(ports)


def with_an_override() -> Client:
    """Two events in one room; the second was stored with a reason."""
    ports = some_ports()
    product = ports.tutorials.get("CM2-01-26A").store_product_id
    ports.tutorials.add(
        [(event(code, session(venue="Town Hall")), product) for code in ("X1", "X2")]
    )
    override = {"clash_override_reason": "Both fit", "clash_override_at": NOW}
    ports.tutorials.change([change_of(ports.tutorials.get("X2"), values=override)])
    return client_of(ports)


def test_a_clash_names_both_sessions(planned: Client) -> None:
    items = get(planned, CLASHES).json()["items"]

    found = [each for each in items if each["first"]["event_code"].startswith("X")]
    assert [(each["kind"], each["name"]) for each in found] == [("venue", "Town Hall")]
    assert (found[0]["first"]["event_code"], found[0]["second"]["event_code"]) == ("X1", "X2")
    assert found[0]["first"]["start_date"] == "2026-07-01T09:00:00+01:00"


def test_an_override_is_listed_with_its_clash(planned: Client) -> None:
    [clash] = [
        each
        for each in get(planned, CLASHES).json()["items"]
        if each["first"]["event_code"].startswith("X")
    ]
    assert clash["overridden"] is None

    [clash] = [
        each
        for each in get(with_an_override(), CLASHES).json()["items"]
        if each["second"]["event_code"] == "X2"
    ]
    assert clash["overridden"] == "Both fit"


@pytest.mark.parametrize("query", ["from=2026-07-02", "to=2026-06-30"])
def test_days_bound_the_list(planned: Client, query: str) -> None:
    items = get(planned, f"{CLASHES}?{query}").json()["items"]

    assert not [each for each in items if each["first"]["event_code"] == "X1"]


def test_pages_do_not_overlap(planned: Client) -> None:
    whole = get(planned, CLASHES).json()
    last = get(planned, f"{CLASHES}?page=2&page_size=1").json()

    assert whole["pagination"]["total_count"] == last["pagination"]["total_count"]
    assert last["items"] == whole["items"][1:2]


@pytest.mark.parametrize("query", ["from=2026-13-01", "to=x", "colour=red"])
def test_an_invalid_parameter_is_named(planned: Client, query: str) -> None:
    assert query.partition("=")[0] in str(problem(get(planned, f"{CLASHES}?{query}"), 422))
