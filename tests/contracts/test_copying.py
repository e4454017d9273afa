"""Copies of events over the API, on a service in memory and on PostgreSQL."""

from typing import Any

import pytest

from tests.api.responses import EVENTS, pointers, problem
from tests.api.writing import Service, a_session

COPY = f"{EVENTS}NEW-1/copy/"


def copy(service: Service, **changes: Any) -> Any:
    return service.send("POST", COPY, {"code": "NEW-2", "start_date": "2027-04-01", **changes})


def test_a_copy_keeps_the_wall_clock_of_each_session(service: Service) -> None:
    sessions = [
        a_session(1, url="https://meet.example/1"),
        a_session(2, time_zone="America/New_York"),
        a_session(4, time_zone="Asia/Kolkata"),
    ]
    made = service.create(
        sessions=sessions, finalisation_date="2027-02-20", is_soldout=True, end_date="2027-03-04"
    ).json()

    response = copy(service, start_date="2027-04-01")

    assert response.status_code == 201, response.content
    assert response.headers["Location"] == f"{EVENTS}NEW-2/"
    copied = response.json()
    assert [each["start_date"] for each in copied["sessions"]] == [
        # In summer time in London; New York had changed its clocks before.
        "2027-04-01T09:00:00+01:00",
        "2027-04-02T09:00:00-04:00",
        "2027-04-04T09:00:00+05:30",
    ]
    assert (copied["start_date"], copied["end_date"]) == ("2027-04-01", "2027-04-04")
    assert copied["finalisation_date"] == "2027-03-23"
    assert copied["is_soldout"] is False
    same = ("title", "location", "venue", "sequence", "url", "time_zone")
    for before, after in zip(made["sessions"], copied["sessions"], strict=True):
        assert {name: before[name] for name in same} == {name: after[name] for name in same}
        assert before["id"] != after["id"]
    assert service.read("NEW-1").json() == made
    read = service.read("NEW-2")
    assert (read.json(), read.headers["ETag"]) == (copied, response.headers["ETag"])


def test_a_copy_of_a_cancelled_event_takes_place(service: Service) -> None:
    service.create()
    service.act("cancel", {"reason": "ill"})

    copied = copy(service, remain_space=20).json()

    assert (copied["cancelled_at"], copied["availability"]) == (None, "available")
    assert copied["remain_space"] == 20


def test_a_copy_needs_a_new_code_and_an_event(service: Service) -> None:
    service.create()

    assert "same code" in problem(copy(service, code="NEW-1"), 409)["detail"]
    response = service.send(
        "POST", f"{EVENTS}NONE/copy/", {"code": "A", "start_date": "2027-04-01"}
    )
    problem(response, 404)
    assert pointers(copy(service, store_product_id=999_999)) == ["/store_product_id"]
    assert pointers(copy(service, start_date="2099-12-31")) == ["/start_date"]
    assert pointers(copy(service, start_date="2027-02-30", code=" ")) == ["/code", "/start_date"]
    assert pointers(copy(service, surprise=1)) == ["/surprise"]
    assert service.read("NEW-2").status_code == 404


@pytest.mark.parametrize(("day", "word"), [("2027-03-28", "skip"), ("2027-10-31", "twice")])
def test_a_time_that_does_not_exist_once_is_refused(service: Service, day: str, word: str) -> None:
    service.create(sessions=[a_session(1, start_date="2027-03-01T01:30")])

    response = copy(service, start_date=day)

    [error] = problem(response, 422)["errors"]
    assert error["pointer"] == "/start_date"
    assert word in error["message"]
    assert "session 1" in error["message"]
    assert service.read("NEW-2").status_code == 404


@pytest.mark.parametrize(("which", "offset"), [("first", "+01:00"), ("second", "+00:00")])
def test_a_copy_can_say_which_of_two_times_it_means(
    service: Service, which: str, offset: str
) -> None:
    service.create(sessions=[a_session(1, start_date="2027-03-01T01:30")])

    copied = copy(service, start_date="2027-10-31", repeated_time=which).json()

    [session] = copied["sessions"]
    assert session["start_date"] == f"2027-10-31T01:30:00{offset}"
    assert session["end_date"] == "2027-10-31T17:00:00+00:00"


def test_a_copy_is_made_once_for_one_key(service: Service) -> None:
    service.create()
    body = {"code": "NEW-2", "start_date": "2027-04-01"}
    key = {"Idempotency-Key": "a"}

    first, second = (service.send("POST", COPY, body, **key) for _ in range(2))

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
