"""Tutorial events and their sessions.

Writing is strict: a `EventDraft` or `SessionDraft` that breaks a rule cannot be built.
Reading is lenient: other systems write these tables too, so a row that breaks a rule (a blank
venue, places below zero) is still shown, as the `TutorialEvent` or `TutorialSession` that it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from unicodedata import category
from urllib.parse import urlsplit

from domain.availability import Availability
from domain.clocks import FIRST_YEAR, LAST_YEAR, UNKNOWN_ZONE, YEARS, known_zones
from domain.errors import check
from domain.text import is_clean, line_fault

LONGEST_TEXT, LONGEST_URL, LONGEST_CODE, LONGEST_REASON = 255, 500, 100, 500
WEB_ADDRESS = (
    f"must be an http or https address of at most {LONGEST_URL} characters, without a user name"
)
PLAIN_ADDRESS = re.compile(r"https?://[!-~]*")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# PostgreSQL's integer, the type of `sequence` and `remain_space`.
LARGEST_INTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    """One day of an event; `sequence` is the number of the day, from 1.

    `start_date` and `end_date` are aware; `time_zone` is the IANA name of the place's zone, in
    which the wall clock of both was planned.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    title: str
    location: str
    venue: str
    start_date: datetime
    end_date: datetime
    sequence: int
    url: str | None
    time_zone: str

    def __post_init__(self) -> None:
        aware = self.start_date.tzinfo is not None, self.end_date.tzinfo is not None
        check(
            [
                *(_line_rule(self, name) for name in ("title", "location", "venue")),
                (aware[0], "start_date", "must have a UTC offset"),
                (aware[1], "end_date", "must have a UTC offset"),
                (not aware[0] or _is_storable(self.start_date), "start_date", f"{YEARS} (UTC)"),
                (not aware[1] or _is_storable(self.end_date), "end_date", f"{YEARS} (UTC)"),
                (
                    not all(aware) or self.start_date <= self.end_date,
                    "end_date",
                    "must not be before the start",
                ),
                (
                    1 <= self.sequence <= LARGEST_INTEGER,
                    "sequence",
                    f"must be from 1 to {LARGEST_INTEGER}",
                ),
                (
                    self.url is None or is_web_address(self.url),
                    "url",
                    WEB_ADDRESS,
                ),
                (self.time_zone in known_zones(), "time_zone", UNKNOWN_ZONE),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """The sessions of one course at one location, identified by its code.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    code: str
    venue: str
    is_soldout: bool
    finalisation_date: date | None
    remain_space: int
    start_date: date
    end_date: date
    is_unlimited: bool = False
    sessions: tuple[SessionDraft, ...]

    def __post_init__(self) -> None:
        sequences = [session.sequence for session in self.sessions]
        twice = sorted({n for n in sequences if sequences.count(n) > 1})
        check(
            [
                _line_rule(self, "code", longest=LONGEST_CODE),
                _line_rule(self, "venue"),
                (
                    0 <= self.remain_space <= LARGEST_INTEGER,
                    "remain_space",
                    f"must be from 0 to {LARGEST_INTEGER}",
                ),
                *(
                    (day is None or FIRST_YEAR <= day.year <= LAST_YEAR, name, YEARS)
                    for name, day in (
                        ("finalisation_date", self.finalisation_date),
                        ("start_date", self.start_date),
                        ("end_date", self.end_date),
                    )
                ),
                (self.start_date <= self.end_date, "end_date", "must not be before the start"),
                (
                    not twice,
                    "sessions",
                    "more than one has the sequence " + ", ".join(map(str, twice)),
                ),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialSession:
    """A stored session, not validated.

    `start_date` and `end_date` carry the offset of the session's own zone at that moment: nine
    o'clock in London in July is 09:00+01:00. `url` is null where it is stored with another scheme
    than http or https.
    """

    id: int
    title: str
    location: str
    venue: str
    start_date: datetime
    end_date: datetime
    sequence: int
    url: str | None
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialEvent:
    """A stored event, not validated, with its sessions ordered by sequence.

    `availability` is that of the day on which it was read.
    """

    id: int
    code: str
    venue: str
    is_soldout: bool
    remain_space: int
    finalisation_date: date | None
    start_date: date
    end_date: date
    store_product_id: int
    subject_code: str
    exam_session_code: str
    product_name: str
    variation_name: str
    is_unlimited: bool
    cancelled_at: datetime | None
    cancelled_by: str | None
    cancelled_reason: str | None
    availability: Availability
    availability_reason: str
    sessions: tuple[TutorialSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Why, when and by whom an event is cancelled.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    reason: str
    at: datetime
    by: str

    def __post_init__(self) -> None:
        check([_line_rule(self, "reason", longest=LONGEST_REASON)])


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """The changes to a stored event.

    `values` are the event's new values by field name, `sessions` the same by the id of a session.
    `removed_sessions` are the ids of sessions to delete.
    """

    id: int
    code: str
    values: Mapping[str, object]
    sessions: Mapping[int, Mapping[str, object]]
    new_sessions: tuple[SessionDraft, ...]
    removed_sessions: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.sessions or self.new_sessions or self.removed_sessions)


def is_web_address(url: str) -> bool:
    """Whether a text is an http or https address of at most 500 characters.

    One with a user name is none: it looks like another host's. Nor is one with a backslash, where
    browsers end the host.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(host)
        and "@" not in parts.netloc
        and "\\" not in url
        and len(url) <= LONGEST_URL
        and is_clean(url)
        and not any(character.isspace() for character in url)
    )


def harmless_address(url: str | None) -> str | None:
    """Return a stored URL, or None if it could run as a script.

    Browsers pass over control characters and white space when they look for the scheme.
    """
    if url is None or PLAIN_ADDRESS.fullmatch(url):
        return url
    seen = "".join(character for character in url if category(character)[0] not in "CZ")
    scheme = SCHEME.match(seen)
    return None if scheme and scheme[1].lower() not in {"http", "https"} else url


def _is_storable(moment: datetime) -> bool:
    """Whether the UTC year of a time is in the range that the database supports."""
    first, after = (datetime(year, 1, 1, tzinfo=UTC) for year in (FIRST_YEAR, LAST_YEAR + 1))
    return first <= moment < after


def _line_rule(entity: object, name: str, longest: int = LONGEST_TEXT) -> tuple[bool, str, str]:
    fault = line_fault(getattr(entity, name), longest=longest)
    return not fault, name, fault
