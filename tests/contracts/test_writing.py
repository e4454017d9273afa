"""Writing over the API, on a service in memory and on PostgreSQL."""

from typing import Any

import pytest
from django.db import connection

from adapters.tutorials.models import TutorialEvent, TutorialSession
from domain.access.callers import Scope
from tests.api.responses import EVENTS, pointers, problem
from tests.api.writing import Service, a_session, an_event
from tests.callers import token_of
from tests.contracts.services import IN_MEMORY, in_memory, on_postgresql

METHODS = ("POST", "PUT", "PATCH")


def ids(event: dict[str, Any]) -> dict[str, int]:
    return {session["title"]: session["id"] for session in event["sessions"]}


def test_an_event_is_created_with_its_sessions(service: Service) -> None:
    response = service.create()

    assert response.status_code == 201
    assert response.headers["Location"] == f"{EVENTS}NEW-1/"
    assert response.headers["Catalogue-Version"]
    made = response.json()
    assert [session["start_date"] for session in made["sessions"]] == [
        "2027-03-01T09:00:00+00:00",
        "2027-03-02T09:00:00+00:00",
    ]
    read = service.read()
    assert read.json() == made
    assert read.headers["ETag"] == response.headers["ETag"]


def test_a_code_exists_once(service: Service) -> None:
    service.create()

    assert "same code" in problem(service.create(), 409)["detail"]


LOOK_ALIKES = {
    "case": "caf\u00c9 a-1",
    "composition": "Cafe\u0301 A-1",
    "width": "\uff23afé A-1",
    "dash": "Café A\u20131",
    "zero width": "Café\u200b A-1",
    "soft hyphen": "Ca\u00adfé A-1",
    "spaces": "Café  A-1",
}


@pytest.mark.parametrize("code", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_a_code_that_looks_like_another_is_refused(service: Service, code: str) -> None:
    service.create("Café A-1")
    service.create("OTHER")

    refused = [
        service.create(code),
        service.change("PATCH", {"code": code}, "OTHER"),
        service.act("copy", {"code": code, "start_date": "2027-04-01"}, "OTHER"),
    ]

    for response in refused:
        assert "Another event has" in problem(response, 409)["detail"]
        assert pointers(response, 409) == ["/code"]
    assert service.create("Café A-2").status_code == 201
    # Its own code may be spelled in another way.
    assert service.change("PATCH", {"code": "CAFÉ A-1"}, "Café A-1").json()["code"] == "CAFÉ A-1"


@pytest.mark.django_db
def test_events_whose_codes_look_the_same_stay_as_another_system_stored_them() -> None:
    service = on_postgresql()
    for number, code in enumerate(["A-1", "a-1", "A-1\u200b"]):
        service.create(f"NEW-{number}")
        TutorialEvent.objects.filter(code=f"NEW-{number}").update(code=code)

    for code in ("A-1", "a-1", "A-1%E2%80%8B"):
        read = service.read(code).json()
        assert service.change("PUT", {**read, "venue": "Park Row"}, code).status_code == 200
        assert service.change("PATCH", {"remain_space": 1}, code).status_code == 200

    assert "'A-1'" in problem(service.create("\uff21-1"), 409)["detail"]


@pytest.mark.parametrize("text", ["\u200b", "\u00ad \u2060", "\u3164", "\u2800"])
def test_a_text_that_displays_nothing_is_blank(service: Service, text: str) -> None:
    response = service.create(text, venue=text, sessions=[a_session(1, title=text)])

    assert pointers(response) == ["/code", "/venue", "/sessions/0/title"]


def test_an_event_that_was_read_can_be_sent_back(service: Service) -> None:
    made = service.create().json()
    response = service.change("PUT", made)

    assert (response.status_code, response.json()) == (200, made)
    assert response.headers["ETag"] == service.read().headers["ETag"]


def test_days_are_swapped_and_renumbered_in_one_request(service: Service) -> None:
    made = service.create(sessions=[a_session(1), a_session(2), a_session(3)]).json()
    first, second, third = made["sessions"]
    moved = [
        {**first, "sequence": 2},
        {**second, "sequence": 1},
        {**third, "sequence": 7},
        a_session(3, title="Day 4"),
    ]

    response = service.change("PATCH", {"sessions": moved})

    assert response.status_code == 200
    changed = response.json()
    assert [(each["sequence"], each["title"]) for each in changed["sessions"]] == [
        (1, "Day 2"),
        (2, "Day 1"),
        (3, "Day 4"),
        (7, "Day 3"),
    ]
    assert ids(made).items() <= ids(changed).items()


def test_a_session_without_an_id_replaces_the_one_of_its_sequence(service: Service) -> None:
    made = service.create().json()
    wanted = an_event(product=service.product, sessions=[a_session(2, title="Other")])

    changed = service.change("PUT", wanted).json()

    assert ids(changed) == {"Other": ids(made)["Day 2"]}


def test_a_patch_changes_the_fields_in_its_body(service: Service) -> None:
    made = service.create(finalisation_date="2027-02-01").json()
    response = service.change(
        "PATCH",
        {"venue": "Park Row", "finalisation_date": None, "remain_space": 0},
        **{"Content-Type": "application/merge-patch+json"},
    )

    assert response.json() == {
        **made,
        "venue": "Park Row",
        "finalisation_date": None,
        "remain_space": 0,
        "availability": "sold_out",
        "availability_reason": "No places are left.",
    }
    assert service.change("PATCH", {"code": "NEW-2"}).json()["code"] == "NEW-2"
    assert service.read().status_code == 404


@pytest.mark.parametrize("field", [*an_event(product=1), "is_soldout", "is_unlimited"])
def test_null_removes_no_value_that_an_event_has_to_have(service: Service, field: str) -> None:
    made = service.create().json()

    [error] = problem(service.change("PATCH", {field: None}), 422)["errors"]

    assert error["pointer"] == f"/{field}"
    assert "Leave the field out" in error["message"]
    assert service.read().json() == made


@pytest.mark.parametrize("field", [*a_session(), "time_zone", "instructors"])
def test_null_removes_no_value_that_a_session_has_to_have(service: Service, field: str) -> None:
    session = service.create().json()["sessions"][0]
    address = f"{EVENTS}NEW-1/sessions/{session['id']}/"
    force = {"If-Match": service.read().headers["ETag"]}

    response = service.send("PATCH", address, {field: None}, **force)

    assert pointers(response) == [f"/{field}"]
    other = service.send("PUT", address, a_session(1, id=session["id"] + 1), **force)
    assert pointers(other) == ["/id"]
    taken = service.send("PATCH", address, {"sequence": 2}, **force)
    assert pointers(taken, 409) == ["/sequence"]
    link = {"url": "https://meet.example/1"}
    response = service.send("PATCH", address, link, **force)
    tag = {"If-Match": response.headers["ETag"]}
    assert response.json()["url"] == link["url"]
    assert service.send("PATCH", address, {"url": None}, **tag).json()["url"] is None


BROKEN_EVENT = {"venue": " ", "remain_space": -4, "start_date": "2027-09-01"}
BROKEN_SESSION = {"venue": "", "title": "\u200b", "location": "a\tb", "time_zone": "Mars"}


def a_broken_event() -> Service:
    """Return a service with an event of which another system stored values that break rules."""
    service = on_postgresql()
    service.create()
    TutorialEvent.objects.update(**BROKEN_EVENT)
    TutorialSession.objects.update(**BROKEN_SESSION)
    return service


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("patch", "broken"),
    [
        ({"is_soldout": True}, []),
        ({"code": "NEW-2"}, []),
        ({"finalisation_date": "2027-02-01"}, []),
        ({"remain_space": 3}, []),
        ({"end_date": "2027-09-02"}, []),
        ({"sessions": []}, []),
        ({"sessions": [a_session(1)]}, []),
        # Still after the end.
        ({"start_date": "2027-08-01"}, ["/end_date"]),
        ({"end_date": "2027-08-01", "is_soldout": True}, ["/end_date"]),
        ({"venue": "", "is_soldout": True}, ["/venue"]),
    ],
)
def test_a_patch_of_a_broken_event_is_checked_for_what_it_names(
    patch: dict[str, Any], broken: list[str]
) -> None:
    service = a_broken_event()
    before = service.read().json()

    response = service.change("PATCH", patch)

    if broken:
        assert pointers(response) == broken
        assert service.read().json() == before
        return
    assert response.status_code == 200, response.json()
    unread = {"availability", "availability_reason", "sessions"}
    names = before.keys() - unread
    assert {name: response.json()[name] for name in names} == {
        name: patch.get(name, before[name]) for name in names
    }
    if "sessions" not in patch:
        assert response.json()["sessions"] == before["sessions"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("patch", "broken"),
    [
        ({"url": "https://meet.example/1"}, []),
        ({"instructors": ["ada lovelace"]}, []),
        ({"venue": "Park Row"}, []),
        ({"end_date": "2027-03-01T18:00Z"}, []),
        ({"end_date": "2027-03-01T18:00", "time_zone": "Europe/Paris"}, []),
        ({"end_date": "2027-03-01T08:00Z"}, ["/end_date"]),
        ({"start_date": "2027-03-01T18:00Z"}, ["/end_date"]),
        # The zone is needed to read the time.
        ({"end_date": "2027-03-01T18:00"}, ["/time_zone"]),
        ({"title": "\u200b"}, ["/title"]),
    ],
)
def test_a_patch_of_a_broken_session_is_checked_for_what_it_names(
    patch: dict[str, Any], broken: list[str]
) -> None:
    service = a_broken_event()
    session, other = service.read().json()["sessions"]
    address = f"{EVENTS}NEW-1/sessions/{session['id']}/"

    response = service.send("PATCH", address, patch, **{"If-Match": service.read().headers["ETag"]})

    if broken:
        assert pointers(response) == broken
        assert service.read().json()["sessions"] == [session, other]
        return
    assert response.status_code == 200, response.json()
    kept = session.keys() - patch.keys() - {"has_url", "start_date"}
    assert {name: response.json()[name] for name in kept} == {name: session[name] for name in kept}
    assert service.read().json()["sessions"][1] == other


@pytest.mark.django_db
def test_a_broken_event_is_cancelled_reinstated_and_given_sessions() -> None:
    service = a_broken_event()

    assert service.act("cancel", {"reason": "ill"}).status_code == 200
    assert service.act("reinstate").status_code == 200
    assert service.act("sessions", a_session(3)).status_code == 201
    session = service.read().json()["sessions"][0]
    address = f"{EVENTS}NEW-1/sessions/{session['id']}/"
    tag = {"If-Match": service.read().headers["ETag"]}
    assert service.send("PUT", address, a_session(1), **tag).status_code == 200
    # The whole event must be valid.
    refused = pointers(service.change("PUT", service.read().json()))
    assert {"/venue", "/remain_space", "/sessions/1/venue"} <= {*refused}
    # A new event must be valid too.
    copy = service.act("copy", {"code": "COPY", "start_date": "2027-10-01"})
    assert "cannot be copied before it is corrected" in problem(copy, 409)["detail"]


def test_a_patch_without_a_body_is_refused(service: Service) -> None:
    service.create()

    assert "empty" in problem(service.change("PATCH", None), 400)["detail"]


@IN_MEMORY
def test_the_limit_of_a_long_text_is_named(service: Service) -> None:
    response = service.create("x" * 101)

    [error] = problem(response, 422)["errors"]
    assert error["message"] == "String should have at most 100 characters"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"venue": " "}, ["/venue"]),
        ({"venue": "", "remain_space": -1}, ["/venue", "/remain_space"]),
        ({"end_date": "2027-02-01"}, ["/end_date"]),
        ({"sessions": [a_session(1, url="javascript:1")]}, ["/sessions/0/url"]),
        (
            {"sessions": [a_session(1), a_session(1)], "end_date": "2027-02-01"},
            ["/sessions/0/sequence", "/sessions/1/sequence", "/end_date"],
        ),
        (
            {
                "sessions": [
                    a_session(1),
                    a_session(0, start_date="2027-03-02T09:00", end_date="2027-03-02T17:00"),
                ]
            },
            ["/sessions/1/sequence"],
        ),
        ({"sessions": [a_session(1, a_b=1)]}, ["/sessions/0/a_b"]),
        ({"a/b~": 1}, ["/a~1b~0"]),
        ({"sessions": [a_session(1, start_date="2027-03-28T01:30")]}, ["/sessions/0/start_date"]),
        (
            {
                "sessions": [
                    a_session(1, start_date="2027-10-31T01:30", end_date="2027-10-31T17:00")
                ]
            },
            ["/sessions/0/start_date"],
        ),
        ({"sessions": [a_session(1, start_date="2027-02-30T09:00")]}, ["/sessions/0/start_date"]),
        ({"sessions": [a_session(1, time_zone="Mars/Base")]}, ["/sessions/0/time_zone"]),
        ({"sessions": [a_session(1, end_date="2027-03-01T08:00")]}, ["/sessions/0/end_date"]),
    ],
)
@pytest.mark.parametrize("method", METHODS)
@IN_MEMORY
def test_an_error_has_a_pointer_and_nothing_is_stored(
    service: Service, method: str, changes: dict[str, Any], wrong: list[str]
) -> None:
    check_refused(service, method, changes, wrong)


@pytest.mark.parametrize(
    ("method", "changes", "wrong"),
    [
        *((method, {"store_product_id": 999999}, "/store_product_id") for method in METHODS),
        ("PUT", {"sessions": [a_session(1, id=987654)]}, "/sessions/0/id"),
        ("PATCH", {"sessions": [a_session(1, id=987654)]}, "/sessions/0/id"),
    ],
)
def test_an_unknown_id_has_a_pointer_and_nothing_is_stored(
    service: Service, method: str, changes: dict[str, Any], wrong: str
) -> None:
    check_refused(service, method, changes, [wrong])


def check_refused(service: Service, method: str, changes: dict[str, Any], wrong: list[str]) -> None:
    before = service.create().json()

    if method == "POST":
        response = service.create("NEW-2", **changes)
    else:
        whole = an_event(product=service.product, **changes)
        response = service.change(method, whole if method == "PUT" else changes)

    assert pointers(response) == wrong
    assert service.read().json() == before
    assert service.read("NEW-2").status_code == 404


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2027-10-31T01:30:00+00:00", "2027-10-31T01:30:00+00:00"),
        ("2027-10-31T01:30:00+01:00", "2027-10-31T01:30:00+01:00"),
        ("2027-07-01T08:00:00Z", "2027-07-01T09:00:00+01:00"),
        ("2027-07-01T09:00", "2027-07-01T09:00:00+01:00"),
        ("2027-07-01T09:00:30.5", "2027-07-01T09:00:30.500000+01:00"),
    ],
)
def test_a_time_is_that_of_the_wall_clock_or_has_an_offset(
    service: Service, given: str, stored: str
) -> None:
    session = a_session(1, start_date=given, end_date="2027-11-01T17:00")

    [made] = service.create(sessions=[session]).json()["sessions"]

    assert made["start_date"] == stored


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_time_in_the_repeated_hour_moves_to_the_other_hour(service: Service, method: str) -> None:
    first = {"start_date": "2027-10-31T01:15:00+01:00", "end_date": "2027-10-31T01:45:00+01:00"}
    # It ends by a clock that shows less than at the start, but an hour later.
    across = {"start_date": "2027-10-31T01:45:00+01:00", "end_date": "2027-10-31T01:15:00+00:00"}
    second = {"start_date": "2027-10-31T01:15:00+00:00", "end_date": "2027-10-31T01:45:00+00:00"}
    service.create(sessions=[a_session(1, **first)])

    for times in (across, second, first):
        whole = an_event(product=service.product, sessions=[a_session(1, **times)])
        changes = whole if method == "PUT" else {"sessions": whole["sessions"]}
        assert service.change(method, changes).status_code == 200
        [stored] = service.read().json()["sessions"]
        assert {name: stored[name] for name in times} == times


def test_sessions_are_changed_by_themselves(service: Service) -> None:
    service.create()
    place = f"{EVENTS}NEW-1/sessions/"

    def tag() -> dict[str, str]:
        return {"If-Match": service.read().headers["ETag"]}

    added = service.send("POST", place, a_session(3), **tag())
    assert added.status_code == 201
    address = added.headers["Location"]
    assert address == f"{place}{added.json()['id']}/"
    assert added.headers["ETag"] == service.read().headers["ETag"]
    read = service.send("GET", address)
    assert (read.json(), read.headers["ETag"]) == (added.json(), added.headers["ETag"])
    put = service.send("PUT", address, a_session(3, title="Put"), **tag())
    assert put.json() == {**added.json(), "title": "Put"}
    zone = {"time_zone": "America/New_York"}
    patched = service.send("PATCH", address, zone, **tag()).json()
    assert patched["start_date"] == "2027-03-03T04:00:00-05:00"
    assert (
        "sequence 1"
        in problem(service.send("PATCH", address, {"sequence": 1}, **tag()), 409)["detail"]
    )
    assert service.send("DELETE", address, **tag()).status_code == 204
    assert service.send("GET", address).status_code == 404
    assert [each["sequence"] for each in service.read().json()["sessions"]] == [1, 2]
    problem(service.send("DELETE", f"{place}999999999999999999999/", **tag()), 404)


def test_an_event_is_deleted(service: Service) -> None:
    service.create()

    assert service.change("DELETE").status_code == 204
    assert service.read().status_code == 404
    problem(service.change("DELETE"), 404)


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("PUT", "", {}),
        ("PATCH", "", {"venue": "x"}),
        ("DELETE", "", None),
        ("POST", "sessions/", a_session(3)),
    ],
)
def test_a_change_names_what_it_changes(
    service: Service, method: str, rest: str, body: Any
) -> None:
    made = service.create().json()
    body = an_event(product=service.product, venue="x") if method == "PUT" else body
    address = f"{EVENTS}NEW-1/{rest}"

    problem(service.send(method, address, body), 428)
    old = service.read().headers["ETag"]
    for tag in ('"0"', f"W/{old}", "nonsense", ""):
        problem(service.send(method, address, body, **{"If-Match": tag}), 412)
    forced = problem(service.send(method, address, body, **{"If-Match": "*"}), 403)
    assert "tutorials:force" in forced["detail"]
    assert service.read().json() == made
    assert service.send(method, address, body, **{"If-Match": f'"0", {old}'}).status_code < 300
    if method != "DELETE":
        problem(service.send(method, address, body, **{"If-Match": old}), 412)


def test_a_caller_who_may_force_needs_no_etag() -> None:
    service = in_memory()
    service.create()
    forcing = Service(service.client, service.product, token_of(*Scope))

    assert (
        forcing.send("PATCH", f"{EVENTS}NEW-1/", {"venue": "x"}, **{"If-Match": "*"}).status_code
        == 200
    )


def test_a_request_with_a_key_is_done_once(service: Service) -> None:
    key = {"Idempotency-Key": "4711"}
    body = an_event(product=service.product)

    first = service.send("POST", EVENTS, body, **key)
    again = service.send("POST", EVENTS, body, **key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for name in ("Location", "ETag", "Catalogue-Version", "Content-Type"):
        assert again.headers[name] == first.headers[name]
    other = service.send("POST", EVENTS, {**body, "code": "NEW-2"}, **key)
    assert [error["field"] for error in problem(other, 422)["errors"]] == ["Idempotency-Key"]
    # The failed request stored nothing, so the key can be used again.
    spare = {"Idempotency-Key": "spare"}
    problem(service.send("POST", EVENTS, body, **spare), 409)
    assert service.send("POST", EVENTS, {**body, "code": "NEW-2"}, **spare).status_code == 201
    for malformed in ("", " ", "x" * 256, "ü"):
        problem(service.send("POST", EVENTS, body, **{"Idempotency-Key": malformed}), 422)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["NO ACTION", "CASCADE", "SET NULL"])
@pytest.mark.parametrize("target", ["events", "sessions"])
def test_rows_that_other_systems_refer_to_are_not_deleted(action: str, target: str) -> None:
    service = on_postgresql()
    made = service.create().json()
    [row, *_] = [made] if target == "events" else made["sessions"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE acted.bookings (ours bigint REFERENCES acted.tutorial_{target} (id)"
            f" ON DELETE {action} DEFERRABLE INITIALLY DEFERRED);"
            f"INSERT INTO acted.bookings VALUES ({row['id']})"
        )

    response = service.change("DELETE")

    assert "acted.bookings" in problem(response, 409)["detail"]
    assert TutorialEvent.objects.exists()
    if target == "sessions":
        problem(service.change("PATCH", {"sessions": []}), 409)


def test_an_event_is_cancelled_and_reinstated(service: Service) -> None:
    made = service.create().json()
    assert (made["availability"], made["availability_reason"]) == (
        "available",
        "5 places are left.",
    )

    address = f"{EVENTS}NEW-1/cancel/"
    problem(service.send("POST", address, {"reason": "The tutor is ill."}), 428)
    cancelled = service.act("cancel", {"reason": "The tutor is ill."})
    assert cancelled.status_code == 200
    event = service.read().json()
    assert event == cancelled.json()
    assert cancelled.headers["ETag"] == service.read().headers["ETag"]
    assert (event["availability"], event["cancelled_reason"]) == ("cancelled", "The tutor is ill.")
    assert event["cancelled_at"]
    assert event["cancelled_by"]
    assert event["availability_reason"] == "It was cancelled: The tutor is ill."

    def listed(query: str) -> list[str]:
        found = service.send("GET", f"{EVENTS}?page_size=100{query}").json()["items"]
        return [each["code"] for each in found if each["code"] == "NEW-1"]

    assert (listed(""), listed("&cancelled=true")) == ([], ["NEW-1"])
    assert "already" in problem(service.act("cancel", {"reason": "x"}), 409)["detail"]
    # Read-only fields in a request are ignored.
    assert service.change("PUT", {**event, "cancelled_at": None}).json() == event
    assert service.act("reinstate").json() == made
    problem(service.act("reinstate"), 409)
    assert listed("") == ["NEW-1"]
    assert pointers(service.act("cancel", {"reason": " "})) == ["/reason"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"remain_space": 3}, "few_left"),
        ({"remain_space": 0}, "sold_out"),
        ({"is_soldout": True}, "sold_out"),
        ({"remain_space": 0, "is_unlimited": True}, "unlimited"),
    ],
)
def test_availability_is_shown_with_its_reason(
    service: Service, changes: dict[str, Any], expected: str
) -> None:
    event = service.create(**changes).json()

    assert event["availability"] == expected
    assert event["availability_reason"]


@pytest.mark.django_db
def test_an_event_is_closed_after_its_finalisation_date() -> None:
    event = on_postgresql().create(finalisation_date="2026-01-01").json()

    assert event["availability"] == "closed"
    assert event["availability_reason"] == "Booking closed on 2026-01-01."


@pytest.mark.django_db
def test_a_cancelled_event_leaves_the_search() -> None:
    service = on_postgresql()
    service.create(remain_space=2)

    def shown() -> list[tuple[str, str]]:
        hits = service.send("POST", "/api/search/unified/", {}).json()["products"]
        return [
            (event["availability"], event["availability_reason"])
            for hit in hits
            for variation in hit["variations"]
            for event in variation["events"]
        ]

    def facets() -> dict[str, int]:
        counts = service.send("POST", "/api/search/unified/", {}).json()["filter_counts"]
        return {key: value["count"] for key, value in counts["availability"].items()}

    assert (shown(), facets()) == ([("few_left", "2 places are left.")], {"few_left": 1})
    service.act("cancel", {"reason": "x"})
    assert (shown(), facets()) == ([], {})
    service.act("reinstate")
    assert shown() == [("few_left", "2 places are left.")]
