"""Clashes are found before anything is stored, in memory and on PostgreSQL."""

from typing import Any

import pytest

from tests.api.responses import EVENTS, Response, problem
from tests.api.writing import Service, a_session, an_event
from tests.contracts.services import IN_MEMORY

ROOM = "Bridge House"


def day(sequence: int = 1, start: str = "09:00", end: str = "17:00", **more: Any) -> dict[str, Any]:
    """Return a session in one room, on a day of March."""
    moments = {
        f"{name}_date": f"2027-03-{sequence:02}T{time}"
        for name, time in (("start", start), ("end", end))
    }
    return a_session(sequence, **{"venue": ROOM, **moments, **more})


def taught(*names: str, **more: Any) -> dict[str, Any]:
    return day(venue="Live Online", instructors=list(names), **more)


def create(service: Service, code: str, *sessions: dict[str, Any], query: str = "") -> Response:
    body = an_event(code, product=service.product, sessions=list(sessions))
    return service.send("POST", f"{EVENTS}{query}", body)


def refused(response: Response) -> dict[str, Any]:
    return problem(response, 409, "clashes")


def pointers(response: Response) -> list[str]:
    return [error["pointer"] for error in refused(response)["errors"]]


def shared(response: Response) -> list[tuple[str, str, str, int, str, int]]:
    """Return for each clash what is shared, and the event and the sequence of both sessions."""
    return [
        (
            *(each["kind"], each["name"]),
            *(each["first"]["event_code"], each["first"]["sequence"]),
            *(each["second"]["event_code"], each["second"]["sequence"]),
        )
        for each in refused(response)["clashes"]
    ]


def test_a_refusal_names_both_sessions(service: Service) -> None:
    there = create(service, "A", day(1), day(2)).json()["sessions"][1]

    response = create(service, "B", day(1, "17:00", "18:00"), day(2, "16:00", "18:00", title="New"))

    document = refused(response)
    assert pointers(response) == ["/sessions/1"]
    assert "Session 2 of A (Day 2, 02/03/2027 09:00 to 17:00)" in document["detail"]
    assert "session 2 of B (New, 02/03/2027 16:00 to 18:00)" in document["detail"]
    assert "override_clashes" in document["detail"]
    [clash] = document["clashes"]
    names = ("id", "event_code", "sequence", "title", "location", "venue")
    times = ("start_date", "end_date", "instructors")
    assert clash == {
        "kind": "venue",
        "name": ROOM,
        "first": {
            **{name: {**there, "event_code": "A"}[name] for name in (*names, *times)},
            "pointer": None,
        },
        "second": {
            **dict(zip(names, (None, "B", 2, "New", "London", ROOM), strict=True)),
            "start_date": "2027-03-02T16:00:00+00:00",
            "end_date": "2027-03-02T18:00:00+00:00",
            "instructors": [],
            "pointer": "/sessions/1",
        },
    }
    assert service.read("B").status_code == 404


@pytest.mark.parametrize(
    ("changes", "is_clash"),
    [
        ({"start": "08:00", "end": "09:00"}, False),
        ({"start": "17:00", "end": "18:00"}, False),
        ({"start": "08:00", "end": "09:01"}, True),
        ({"start": "12:00", "end": "12:00"}, False),
        ({"start": "12:00", "end": "12:30"}, True),
        ({"start_date": "2027-02-20T09:00", "end_date": "2027-03-10T09:00"}, True),
        # Another zone: nine in New York is two in London.
        ({"time_zone": "America/New_York"}, True),
        ({"start": "12:00", "end": "13:00", "time_zone": "America/New_York"}, False),
        ({"venue": "  bridge-HOUSE "}, True),
        ({"venue": "Brídge Hóuse"}, True),
        ({"location": "Leeds"}, False),
        ({"venue": "Park Row"}, False),
    ],
)
def test_what_is_a_clash(service: Service, changes: dict[str, Any], is_clash: bool) -> None:
    assert create(service, "A", day()).status_code == 201

    assert create(service, "B", day(**changes)).status_code == (409 if is_clash else 201)


@pytest.mark.parametrize("venue", ["Live Online", "To be confirmed", "Zoom", "TBC"])
def test_a_venue_that_is_not_a_place_can_be_used_twice(service: Service, venue: str) -> None:
    for code in ("A", "B"):
        assert create(service, code, day(venue=venue)).status_code == 201
    online = day(location="Live Online")
    assert [create(service, code, online).status_code for code in ("C", "D")] == [201, 201]


def test_a_long_session_takes_its_place_on_every_day(service: Service) -> None:
    long = day(start_date="2027-02-20T09:00", end_date="2027-03-10T09:00", venue="Café")
    assert create(service, "A", long).status_code == 201

    assert shared(create(service, "B", day(5, venue="cafe"))) == [("venue", "Café", "A", 1, "B", 5)]


def test_instructors_teach_one_session_at_a_time(service: Service) -> None:
    assert create(service, "A", taught("Ada Lovelace", "Emmy Noether")).status_code == 201

    response = create(service, "B", taught("emmy noether", location="Leeds"))

    assert shared(response) == [("instructor", "Emmy Noether", "A", 1, "B", 1)]
    assert create(service, "C", taught("Ada Lovelace", sequence=2)).status_code == 201


def test_sessions_of_one_request_clash_too(service: Service) -> None:
    response = create(
        service,
        "A",
        day(1),
        day(2, "09:00", "10:00"),
        day(3, start_date="2027-03-01T10:00", end_date="2027-03-02T09:30"),
    )

    assert shared(response) == [("venue", ROOM, "A", 1, "A", 3), ("venue", ROOM, "A", 3, "A", 2)]
    assert pointers(response) == ["/sessions/0", "/sessions/2", "/sessions/2", "/sessions/1"]
    assert service.read("A").status_code == 404


def test_a_code_that_exists_is_the_other_conflict(service: Service) -> None:
    create(service, "A", day())

    document = problem(create(service, "A", day()), 409)

    assert "same code" in document["detail"]


def test_only_moved_sessions_are_checked(service: Service) -> None:
    create(service, "A", day(1), day(2))
    create(service, "B", day(1), day(2), query="?override_clashes=joint")
    made = service.read("B").json()
    first, second = made["sessions"]

    # Sessions that are not sent, or whose time and place are unchanged, are not checked.
    for body in ({"remain_space": 3}, {"sessions": [{**first, "title": "New"}, second]}):
        assert service.change("PATCH", body, "B").status_code == 200
    moved = {**second, "end_date": "2027-03-02T16:00"}
    response = service.change("PATCH", {"sessions": [first, moved]}, "B")
    assert shared(response) == [("venue", ROOM, "A", 2, "B", 2)]
    assert pointers(response) == ["/sessions/1"]
    whole = {**made, "sessions": [first, moved, day(3)]}
    assert shared(service.change("PUT", whole, "B")) == [("venue", ROOM, "A", 2, "B", 2)]
    assert service.read("B").json()["sessions"] == [{**first, "title": "New"}, second]


def test_removed_events_free_their_places(service: Service) -> None:
    made = create(service, "A", day(1), day(2)).json()
    first, second = made["sessions"]
    swapped = [
        {
            **first,
            "sequence": 2,
            "start_date": second["start_date"],
            "end_date": second["end_date"],
        },
        {**second, "sequence": 1, "start_date": first["start_date"], "end_date": first["end_date"]},
    ]

    assert service.change("PATCH", {"sessions": swapped}, "A").status_code == 200
    assert service.change("PATCH", {"sessions": [swapped[0]]}, "A").status_code == 200
    assert create(service, "B", day(1)).status_code == 201


def test_no_clash_is_checked_if_an_instructor_is_removed(service: Service) -> None:
    create(service, "A", day(instructors=["Ada Lovelace"]))
    create(service, "B", day(instructors=["Ada Lovelace"]), query="?override_clashes=joint")
    [session] = service.read("B").json()["sessions"]
    address = f"{EVENTS}B/sessions/{session['id']}/"
    force = {"If-Match": service.read("B").headers["ETag"]}

    response = service.send("PATCH", address, {"instructors": ["Emmy Noether"]}, **force)

    assert (response.status_code, response.json()["instructors"]) == (200, ["Emmy Noether"])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_one_session_is_checked(service: Service, method: str) -> None:
    create(service, "A", day(1))
    [session] = create(service, "B", day(2)).json()["sessions"]
    address = f"{EVENTS}B/sessions/" + ("" if method == "POST" else f"{session['id']}/")
    tag = {"If-Match": service.read("B").headers["ETag"]}

    response = service.send(method, address, day(1), **tag)

    assert shared(response) == [("venue", ROOM, "A", 1, "B", 1)]
    assert pointers(response) == [""]
    assert refused(response)["clashes"][0]["second"]["pointer"] == ""
    allowed = service.send(method, f"{address}?override_clashes=joint", day(1), **tag)
    assert allowed.status_code in {200, 201}
    assert service.read("B").json()["clash_override_reason"] == "joint"


def test_a_copy_is_checked(service: Service) -> None:
    create(service, "A", day())
    wanted = {"code": "B", "start_date": "2027-03-01"}

    response = service.send("POST", f"{EVENTS}A/copy/", wanted)

    assert shared(response) == [("venue", ROOM, "A", 1, "B", 1)]
    assert pointers(response) == ["/start_date"]
    assert (
        service.send("POST", f"{EVENTS}A/copy/?override_clashes=joint", wanted).status_code == 201
    )


def test_a_cancelled_event_takes_no_place_until_it_is_reinstated(service: Service) -> None:
    create(service, "A", day())
    service.act("cancel", {"reason": "ill"}, "A")
    assert create(service, "B", day()).status_code == 201

    # It can also be moved.
    assert service.change("PATCH", {"sessions": [day(1, "10:00", "11:00")]}, "A").status_code == 200
    response = service.act("reinstate", code="A")
    assert shared(response) == [("venue", ROOM, "B", 1, "A", 1)]
    assert [
        each["pointer"]
        for each in refused(response)["clashes"][0].values()
        if isinstance(each, dict)
    ] == [None, None]
    assert service.read("A").json()["availability"] == "cancelled"
    service.act("cancel", {"reason": "ill"}, "B")
    assert service.act("reinstate", code="A").status_code == 200


def test_an_override_is_stored_and_shown_until_the_last_clash_is_gone(service: Service) -> None:
    create(service, "A", day())
    query = "?override_clashes=Both%20groups%20fit"
    made = create(service, "B", day(1), day(2), query=query).json()

    assert made["clash_override_reason"] == "Both groups fit"
    assert made["clash_override_by"]
    assert made["clash_override_at"]
    assert service.read("B").json() == made
    assert service.read("A").json()["clash_override_reason"] is None
    [listed] = service.send("GET", "/api/tutorials/clashes/").json()["items"]
    assert listed["overridden"] == "Both groups fit"
    assert (listed["first"]["sequence"], listed["second"]["sequence"]) == (1, 1)

    # Another day of the event changes, then the one that clashes.
    sessions = [made["sessions"][0], {**made["sessions"][1], "end_date": "2027-03-02T16:00"}]
    changed = service.change("PATCH", {"sessions": sessions}, "B").json()
    assert changed["clash_override_reason"] == "Both groups fit"
    changed = service.change("PATCH", {"sessions": sessions[1:]}, "B").json()
    assert (changed["clash_override_reason"], changed["clash_override_at"]) == (None, None)
    assert service.read("B").json() == changed
    assert service.send("GET", "/api/tutorials/clashes/").json()["items"] == []


def test_an_override_without_a_clash_is_not_stored(service: Service) -> None:
    made = create(service, "A", day(), query="?override_clashes=x").json()

    assert made["clash_override_reason"] is None


@pytest.mark.parametrize(
    "query",
    [
        "override_clashes=",
        "override_clashes=%20",
        f"override_clashes={'x' * 501}",
        "override_clashes=%00",
        "override_clashes=a&override_clashes=b",
        "override=x",
    ],
)
@IN_MEMORY
def test_a_reason_is_a_line(service: Service, query: str) -> None:
    response = create(service, "A", day(), query=f"?{query}")

    [error] = problem(response, 422)["errors"]
    assert error["field"] == query.partition("=")[0]
