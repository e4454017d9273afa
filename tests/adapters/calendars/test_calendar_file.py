"""Calendars, as two other parsers read them: vobject, and the lines themselves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject

from adapters.calendars.calendar_file import write_calendar
from domain.plans.exporting import RevisedEvent, Revision
from tests.in_memory import InMemoryStore, InMemoryTutorials
from tests.samples import event, session, store_product

CREATED = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
NASTY = "Zürich; a, b\\n\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:=1+1 " + "é" * 200


@pytest.fixture
def exported() -> RevisedEvent:
    """One session in London's summer, one in its winter, and one in Kathmandu."""
    store = InMemoryStore()
    sold = store_product()
    tutorials = InMemoryTutorials(store)
    sessions = (
        session(1),
        session(2, day=date(2026, 12, 1)),
        session(3, time_zone="Asia/Kathmandu", url="https://meet.example.org/1"),
    )
    tutorials.add([(event("A", *sessions), store.ensure([sold]).ids[sold.code])])
    return tutorials.revised("A")


def calendar(*events: RevisedEvent) -> bytes:
    file = BytesIO()
    write_calendar(events, file)
    return file.getvalue()


def entries(content: bytes) -> list[Any]:
    return list(vobject.readOne(content.decode()).vevent_list)


def changed(exported: RevisedEvent, number: int, after: timedelta) -> RevisedEvent:
    later = Revision(number=number, created_at=CREATED, updated_at=CREATED + after)
    return exported._replace(revision=later)


def test_another_parser_reads_the_planned_times(exported: RevisedEvent) -> None:
    read = entries(calendar(exported))

    sessions = exported.event.sessions
    assert [entry.dtstart.value for entry in read] == [each.start_date for each in sessions]
    assert [entry.dtend.value for entry in read] == [each.end_date for each in sessions]
    assert [entry.dtstart.value.strftime("%H:%M") for entry in read] == ["09:00", "09:00", "13:45"]


def test_every_zone_that_is_used_is_described(exported: RevisedEvent) -> None:
    read = vobject.readOne(calendar(exported).decode())

    zones = {zone.tzid.value for zone in read.vtimezone_list}
    assert zones == {"Europe/London", "Asia/Kathmandu"}
    used = {entry.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0] for entry in read.vevent_list}
    assert used <= zones


def test_a_text_cannot_add_lines(exported: RevisedEvent) -> None:
    sessions = (replace(exported.event.sessions[0], title=NASTY, venue=NASTY),)
    nasty = exported._replace(event=replace(exported.event, sessions=sessions))

    content = calendar(nasty)

    (read,) = entries(content)
    assert read.summary.value == NASTY.replace("\r\n", "\n")
    assert content.count(b"\r\n") == content.count(b"\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert content.decode().count("BEGIN:VEVENT\r\n") == 1


def test_an_entry_keeps_its_uid_and_its_sequence_grows(exported: RevisedEvent) -> None:
    before = entries(calendar(changed(exported, 0, timedelta(0))))
    after = entries(calendar(changed(exported, 60, timedelta(minutes=1))))

    assert [entry.uid.value for entry in before] == [entry.uid.value for entry in after]
    assert len({entry.uid.value for entry in before}) == 3
    assert {int(entry.sequence.value) for entry in before} == {0}
    assert {int(entry.sequence.value) for entry in after} == {60}
    assert {entry.last_modified.value for entry in after} == {CREATED + timedelta(minutes=1)}
    assert {entry.dtstamp.value for entry in after} == {CREATED + timedelta(minutes=1)}


def test_known_fields_of_a_session_are_shown(exported: RevisedEvent) -> None:
    *_, last = entries(calendar(exported))

    assert last.location.value == "Bankside, London"
    assert last.url.value == "https://meet.example.org/1"
    assert last.status.value == "CONFIRMED"
    assert last.description.value.startswith("A, day 3\nCM2, 26A\n")


def test_the_entries_of_a_cancelled_event_say_so(exported: RevisedEvent) -> None:
    cancelled = replace(exported.event, cancelled_at=CREATED)

    read = entries(calendar(exported._replace(event=cancelled)))

    assert {entry.status.value for entry in read} == {"CANCELLED"}


def test_an_event_without_sessions_takes_whole_days(exported: RevisedEvent) -> None:
    (read,) = entries(calendar(exported._replace(event=replace(exported.event, sessions=()))))

    assert (read.dtstart.value, read.dtend.value) == (date(2026, 7, 1), date(2026, 7, 2))


def test_a_calendar_without_events_is_one(exported: RevisedEvent) -> None:
    content = calendar()

    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert vobject.readOne(content.decode()).version.value == "2.0"


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Asia/Kolkata", "UTC"])
def test_the_rules_of_a_zone_are_those_of_its_clocks(exported: RevisedEvent, name: str) -> None:
    zone = ZoneInfo(name)
    first = exported.event.sessions[0]
    moments = [datetime(2026, month, 15, 12, tzinfo=zone) for month in range(1, 13)]
    sessions = tuple(replace(first, start_date=at, end_date=at, time_zone=name) for at in moments)

    read = entries(calendar(exported._replace(event=replace(exported.event, sessions=sessions))))

    assert utc(entry.dtstart.value for entry in read) == utc(moments)


def utc(moments: Iterable[datetime]) -> list[datetime]:
    return [moment.astimezone(UTC) for moment in moments]


def test_the_second_of_two_equal_local_times_is_later_than_the_first(
    exported: RevisedEvent,
) -> None:
    first = datetime.fromisoformat("2026-10-25T01:45:00+01:00")
    second = datetime.fromisoformat("2026-10-25T01:15:00+00:00")
    session = replace(exported.event.sessions[0], start_date=first, end_date=second)

    content = calendar(exported._replace(event=replace(exported.event, sessions=(session,))))

    # vobject takes the first for the second, so the lines are compared.
    assert b"\r\nDTSTART;TZID=Europe/London:20261025T014500\r\n" in content
    assert b"\r\nDTEND:20261025T011500Z\r\n" in content
