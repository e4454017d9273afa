from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.errors import Invalid
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft
from domain.tutorials.web_address import harmless_address, is_web_address

LONDON = ZoneInfo("Europe/London")
SESSION = SessionDraft(
    title="Day one",
    location="London",
    venue="Bankside",
    start_date=datetime(2026, 7, 1, 9, 0, tzinfo=LONDON),
    end_date=datetime(2026, 7, 1, 17, 0, tzinfo=LONDON),
    sequence=1,
    url=None,
    time_zone="Europe/London",
)
EVENT = EventDraft(
    code="ELO-CB1-01-26A",
    venue="Bankside",
    is_soldout=False,
    finalisation_date=None,
    remain_space=0,
    start_date=date(2026, 7, 1),
    end_date=date(2026, 7, 1),
    sessions=(SESSION,),
)


def broken_fields(build: Callable[[], object]) -> list[str]:
    with pytest.raises(Invalid) as refused:
        build()
    return [error.field for error in refused.value.errors]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", " \t"),
        ("title", "x" * 256),
        ("title", "a\x00b"),
        ("title", "a\u202eb"),
        ("title", "a\ud800b"),
        ("location", ""),
        ("venue", "  "),
        ("start_date", datetime(2026, 7, 1, 9, 0)),  # noqa: DTZ001 the rule under test
        ("end_date", datetime(2026, 7, 1, 17, 0)),  # noqa: DTZ001 the rule under test
        ("end_date", datetime(2026, 7, 1, 8, 59, tzinfo=LONDON)),
        ("sequence", 0),
        ("sequence", -1),
        ("sequence", 2**31),
        ("url", "ftp://example.org/"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "http://[broken"),
        ("url", "https://example.org/a b"),
        ("url", "https://example.org/" + "x" * 481),
        ("time_zone", "Europe/Atlantis"),
    ],
)
def test_an_invalid_session_cannot_be_created(field: str, value: Any) -> None:
    assert broken_fields(lambda: replace(SESSION, **{field: value})) == [field]


@pytest.mark.parametrize(
    "start",
    [
        datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        datetime(2100, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=timezone(timedelta(hours=-12))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=12))),
    ],
    ids=str,
)
def test_a_session_must_be_in_the_supported_years(start: datetime) -> None:
    wrong = broken_fields(lambda: replace(SESSION, start_date=start, end_date=start))

    assert wrong == ["start_date", "end_date"]


def test_all_broken_rules_are_reported() -> None:
    wrong = broken_fields(lambda: replace(SESSION, title="", venue="", sequence=0))

    assert wrong == ["title", "venue", "sequence"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 255),
        ("title", "Öffentliches Recht 法"),
        ("end_date", SESSION.start_date),
        ("url", "https://example.org/" + "x" * 480),
        ("url", "http://example.org"),
        ("time_zone", "America/New_York"),
    ],
)
def test_a_valid_session_is_created(field: str, value: Any) -> None:
    assert getattr(replace(SESSION, **{field: value}), field) == value


def test_an_entity_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        SESSION.title = "another"  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "x" * 101),
        ("venue", " "),
        ("remain_space", -1),
        ("remain_space", 2**31),
        ("end_date", date(2026, 6, 30)),
        ("end_date", date(2100, 1, 1)),
        ("finalisation_date", date(1999, 12, 31)),
        ("sessions", (SESSION, SESSION)),
    ],
)
def test_an_invalid_event_cannot_be_created(field: str, value: Any) -> None:
    assert broken_fields(lambda: replace(EVENT, **{field: value})) == [field]


@pytest.mark.parametrize(
    ("draft", "field", "value", "message"),
    [
        (SESSION, "start_date", datetime(2026, 7, 1, 9), "must have a UTC offset"),  # noqa: DTZ001 - the point
        (SESSION, "end_date", datetime(2026, 7, 1, 9), "must have a UTC offset"),  # noqa: DTZ001 - the point
        (SESSION, "end_date", datetime(2026, 1, 1, tzinfo=UTC), "must not be before the start"),
        (SESSION, "sequence", 0, "must be from 1 to 2147483647"),
        (SESSION, "sequence", 2**31, "must be from 1 to 2147483647"),
        (EVENT, "remain_space", -1, "must be from 0 to 2147483647"),
        (EVENT, "end_date", date(2026, 6, 30), "must not be before the start"),
    ],
)
def test_a_broken_rule_is_reported_with_the_valid_range(
    draft: SessionDraft | EventDraft, field: str, value: Any, message: str
) -> None:
    with pytest.raises(Invalid) as refused:
        replace(draft, **{field: value})

    assert str(refused.value) == f"{field}: {message}"


def test_the_least_and_the_greatest_numbers_are_taken() -> None:
    assert [replace(SESSION, sequence=n).sequence for n in (1, 2**31 - 1)] == [1, 2**31 - 1]
    spaces = [replace(EVENT, remain_space=n).remain_space for n in (0, 2**31 - 1)]
    assert spaces == [0, 2**31 - 1]


def test_a_repeated_sequence_is_reported() -> None:
    with pytest.raises(Invalid, match="more than one has the sequence 1"):
        replace(EVENT, sessions=(SESSION, SESSION))


def test_sessions_with_different_sequences_are_valid() -> None:
    second = replace(SESSION, sequence=2)

    assert replace(EVENT, sessions=(SESSION, second)).sessions == (SESSION, second)


def test_a_web_address_has_no_control_characters() -> None:
    assert not is_web_address("https://example.org/\r\nSet-Cookie:x")


@pytest.mark.parametrize(
    "url",
    ["https://user@example.org/", "https://user:word@example.org/", "https://@example.org/",
     "https://example.org\\@evil.example/", "https:\\\\example.org/", "javascript:alert(1)",
     "data:text/html,x", "//example.org/", "https:///x"],
)  # fmt: skip
def test_a_misleading_web_address_is_refused(url: str) -> None:
    assert not is_web_address(url)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
     "java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript\r\n:alert(1)",
     "\u00a0javascript:x", "\u200bjavascript:x", "\ufeffjavascript:x", "vbscript:x",
     "data:text/html,<script>", "blob:https://example.org/1", "file:///etc/passwd",
     "view-source:javascript:x", "feed:javascript:x"],
)  # fmt: skip
def test_a_stored_address_that_may_be_a_script_is_not_returned(url: str) -> None:
    assert harmless_address(url) is None


@pytest.mark.parametrize(
    "url", [None, "", "https://example.org/a:b", "HTTP://example.org", "none", "/rooms/1", "a b"]
)
def test_other_stored_addresses_are_returned(url: str | None) -> None:
    assert harmless_address(url) == url
