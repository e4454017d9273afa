from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clashes.overlaps import BookedSession, clashes, place_of

NINE = datetime(2026, 7, 1, 9, tzinfo=UTC)


def booked(id_: int, start: float, end: float, **changes: object) -> BookedSession:
    """Return a session in Bankside; the times are hours after nine o'clock."""
    values: dict[str, object] = {
        "id": id_,
        "event_code": f"E{id_}",
        "sequence": 1,
        "title": f"Day {id_}",
        "location": "London",
        "venue": "Bankside",
        "start_date": NINE + timedelta(hours=start),
        "end_date": NINE + timedelta(hours=end),
    }
    return BookedSession(**{**values, **changes})  # type: ignore[arg-type]  # names are the fields


def pairs(*sessions: BookedSession) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.kind, each.name, each.first.id, each.second.id) for each in clashes(sessions)]


def test_two_sessions_in_one_room_clash() -> None:
    assert pairs(booked(1, 0, 2), booked(2, 1, 3)) == [("venue", "Bankside", 1, 2)]


@pytest.mark.parametrize(
    ("start", "end", "is_clash"),
    [(2, 4, False), (-2, 0, False), (1, 1, False), (0, 0, False), (1.99, 2, True), (-1, 9, True)],
)
def test_times_are_half_open(start: float, end: float, is_clash: bool) -> None:
    assert bool(pairs(booked(1, 0, 2), booked(2, start, end))) == is_clash


@pytest.mark.parametrize(
    "venue", ["Live Online", "live-online", "", "  ", "-", "To be confirmed", "TBC", "Online"]
)
def test_a_venue_that_is_not_a_place_does_not_clash(venue: str) -> None:
    assert pairs(booked(1, 0, 2, venue=venue), booked(2, 0, 2, venue=venue)) == []
    assert place_of("Live Online", "Bankside") is None


def test_spellings_of_a_place_are_one_and_towns_are_not() -> None:
    assert pairs(booked(1, 0, 2, venue="St. Paul's"), booked(2, 0, 2, venue="ST PAULS"))
    assert not pairs(booked(1, 0, 2), booked(2, 0, 2, location="Leeds"))


def test_instructors_clash_wherever_they_are() -> None:
    first = booked(1, 0, 2, venue="Live Online", instructors=("Ann Lee", "Bo"))
    second = booked(2, 1, 2, location="Leeds", instructors=("ann  lee",))

    assert pairs(second, first) == [("instructor", "Ann Lee", 1, 2)]


def test_a_room_and_an_instructor_are_two_clashes() -> None:
    sessions = [booked(id_, 0, 2, instructors=("Ann",)) for id_ in (1, 2)]

    assert pairs(*sessions) == [("instructor", "Ann", 1, 2), ("venue", "Bankside", 1, 2)]


def test_only_accepted_clashes_are_returned_up_to_the_limit() -> None:
    sessions = [booked(id_, 0, 2, instructors=("Ann",)) for id_ in (1, 2, 3)]

    found = clashes(sessions, counts=lambda clash: clash.kind == "instructor")

    assert [(each.first.id, each.second.id) for each in found] == [(1, 2), (1, 3), (2, 3)]
    assert {each.name for each in found} == {"Ann"}
    assert len(clashes(sessions, most=2)) == 2


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from("AB")), max_size=9))
def test_the_pairs_are_those_of_all_comparisons(spans: list[tuple[int, int, str]]) -> None:
    sessions = [booked(n, *sorted(span[:2]), venue=span[2]) for n, span in enumerate(spans)]

    found = {(clash.first.id, clash.second.id) for clash in clashes(sessions)}

    assert {frozenset(pair) for pair in found} == {
        frozenset((a.id, b.id))
        for a in sessions
        for b in sessions
        if (a.id or 0) < (b.id or 0)
        and a.venue == b.venue
        and max(a.start_date, b.start_date) < min(a.end_date, b.end_date)
    }
