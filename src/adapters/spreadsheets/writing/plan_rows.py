"""Converts stored events to the rows of a plan, from which an import reads the same events."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from adapters.spreadsheets.files.escapes import escaped_text
from adapters.spreadsheets.files.limits import MOST_ROWS
from adapters.spreadsheets.layout import EVENT_HEADINGS, HEADINGS, SESSION_HEADINGS
from adapters.spreadsheets.reading.clock_text import DAY
from domain.errors import FieldError, Invalid
from domain.plans.exporting import ExportedEvent
from domain.plans.instructor_names import JOINED
from domain.text import one_line
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession

# A time of day is a `timedelta`, so that a session can end at 24:00.
type PlanValue = str | int | date | timedelta | None
# The order of the back office's plans; any other event columns of the layout come last.
ORDER = (
    *("course_template_code", "code", "title", "location", "venue", "time_zone"),
    *("start_date", "start_time", "end_date", "end_time", "remain_space", "sequence"),
    *("event_instructors", "instructors"),
    *("event_url", "url", "finalisation_date", "sitting", "cancelled"),
    *("store_product", "event_venue", "event_start_date", "event_end_date"),
    *("event_is_soldout",),
)
NAMES = tuple(dict.fromkeys((*ORDER, *EVENT_HEADINGS)))
COLUMNS = tuple(HEADINGS[name] for name in NAMES)
PLACES = {name: place for place, name in enumerate(NAMES)}
SESSION_PLACES = tuple(PLACES[name] for name in SESSION_HEADINGS)
BLANK: tuple[PlanValue, ...] = (None,) * len(NAMES)
# The columns whose values are fields of an event, under the same names.
EVENT_FIELDS = tuple(name for name in EVENT_HEADINGS if name in TutorialEvent.__dataclass_fields__)
# Thousands of sessions have the same texts.
MOST_CACHED = 8192


def plan_rows(events: Iterable[ExportedEvent]) -> Iterator[list[PlanValue]]:
    """Yield a row for each session, with the values of `COLUMNS`.

    The first row of an event has the event's own values too. An event without sessions has one
    row.

    Raises:
        Invalid: if there are more rows than an import reads.

    """
    for number, row in enumerate(_rows(events), start=1):
        if number > MOST_ROWS:
            message = f"match more than {MOST_ROWS:,} sessions; use filters that match fewer"
            raise Invalid(FieldError("filters", message))
        yield row


def _rows(events: Iterable[ExportedEvent]) -> Iterator[list[PlanValue]]:
    for exported in events:
        sessions = [_session_values(session) for session in exported.event.sessions]
        rows = [_row(values) for values in sessions] or [list(BLANK)]
        for name, value in _event_values(exported, sessions).items():
            rows[0][PLACES[name]] = _safe(value) if isinstance(value, str) else value
        yield from rows


# The values of a session, in the order of `SESSION_HEADINGS`.
type SessionValues = tuple[PlanValue, ...]
START_DATE, END_DATE = (list(SESSION_HEADINGS).index(name) for name in ("start_date", "end_date"))


def _row(values: SessionValues) -> list[PlanValue]:
    row = list(BLANK)
    for place, value in zip(SESSION_PLACES, values, strict=True):
        row[place] = value
    return row


def _event_values(
    exported: ExportedEvent, sessions: list[SessionValues]
) -> Mapping[str, PlanValue]:
    event, template = exported.event, exported.planned_template
    sold: dict[str, PlanValue] = {"store_product": exported.store_product_code}
    if template:
        sold = {
            "course_template_code": template.text,
            # A plan writes the year in full.
            "sitting": f"20{event.exam_session_code}",
        }
    return {
        **{name: getattr(event, name) for name in EVENT_FIELDS},
        **sold,
        **_differences_from_sessions(event, sessions),
        # Bookings can make this number negative; an import never changes the places of an event.
        "remain_space": max(event.remain_space, 0),
        # An import ignores cancelled events, so it does not change them.
        "cancelled": "Y" if event.cancelled_at else "N",
        "event_is_soldout": "Y" if event.is_soldout else "N",
    }


def _differences_from_sessions(
    event: TutorialEvent, sessions: list[SessionValues]
) -> Mapping[str, PlanValue]:
    """Return the venue and the days of an event if they differ from those of its sessions."""
    days = [row[place] for row in sessions for place in (START_DATE, END_DATE)]
    dates = [day for day in days if isinstance(day, date)]
    of_sessions: dict[str, object] = {
        "venue": event.sessions[0].venue if event.sessions else None,
        "start_date": min(dates, default=None),
        "end_date": max(dates, default=None),
    }
    return {
        f"event_{name}": getattr(event, name)
        for name, value in of_sessions.items()
        if getattr(event, name) != value
    }


def _session_values(session: TutorialSession) -> SessionValues:
    start, end = session.start_date, session.end_date
    start_date, end_date, end_time = start.date(), end.date(), _since_midnight(end)
    if not end_time and end_date > start_date:
        # The end of a day, instead of the beginning of the next one.
        end_date, end_time = end_date - DAY, DAY
    return (
        _safe(session.title),
        _safe(session.location),
        _safe(session.venue),
        start_date,
        _since_midnight(start),
        end_date,
        end_time,
        session.sequence,
        None if session.url is None else _safe(session.url),
        _safe(session.time_zone),
        _safe(JOINED.join(session.instructors)),
    )


def _since_midnight(moment: datetime) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)


@lru_cache(MOST_CACHED)
def _safe(value: str) -> str:
    return escaped_text(one_line(value))
