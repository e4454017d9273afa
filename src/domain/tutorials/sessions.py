"""The sessions of tutorial events."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.clocks import FIRST_YEAR, LAST_YEAR, UNKNOWN_ZONE, YEARS, known_zones
from domain.errors import check
from domain.instructors.names import Wanted
from domain.tutorials.rules import LARGEST_INTEGER, line_rule
from domain.tutorials.web_address import WEB_ADDRESS, is_web_address


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    """One day of an event; `sequence` is the number of the day, from 1.

    `start_date` and `end_date` are aware. `time_zone` is the IANA name of the zone of the place, in
    whose local time they were planned. `instructors` are those whom the
    planner named, by name or id, or those who were found by that. None leaves the instructors of a
    stored session as they are.

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
    instructors: tuple[Wanted, ...] | None = None

    def __post_init__(self) -> None:
        aware = self.start_date.tzinfo is not None, self.end_date.tzinfo is not None
        check(
            [
                *(line_rule(self, name) for name in ("title", "location", "venue")),
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
class TutorialSession:
    """A stored session, not validated.

    `start_date` and `end_date` have the offset of the session's own zone at that time: nine o'clock
    in London in July is 09:00+01:00. `url` is None if the stored address could run as a script, and
    if it is hidden from the caller; `has_url` says whether there is one. `instructors` are ordered
    by name; each is an `InstructorName`.
    """

    id: int
    title: str
    location: str
    venue: str
    start_date: datetime
    end_date: datetime
    sequence: int
    url: str | None
    has_url: bool
    time_zone: str
    instructors: tuple[str, ...] = ()


def _is_storable(moment: datetime) -> bool:
    """Whether the UTC year of a time is in the range that the database supports."""
    first, after = (datetime(year, 1, 1, tzinfo=UTC) for year in (FIRST_YEAR, LAST_YEAR + 1))
    return first <= moment < after
