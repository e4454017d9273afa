"""Converts stored events to the rows of a plan, from which an import reads the same events."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from adapters.spreadsheets.clock_text import DAY
from adapters.spreadsheets.files.escapes import escaped_text
from adapters.spreadsheets.files.limits import MOST_ROWS
from adapters.spreadsheets.layout import EVENT_HEADINGS, HEADINGS
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
COLUMNS = tuple(HEADINGS[name] for name in dict.fromkeys((*ORDER, *EVENT_HEADINGS)))
# The columns whose values are fields of an event, under the same names.
EVENT_FIELDS = tuple(name for name in EVENT_HEADINGS if name in TutorialEvent.__dataclass_fields__)


def plan_rows(events: Iterable[ExportedEvent]) -> Iterator[tuple[PlanValue, ...]]:
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


def _rows(events: Iterable[ExportedEvent]) -> Iterator[tuple[PlanValue, ...]]:
    for exported in events:
        sessions = exported.event.sessions
        rows: Iterable[dict[str, PlanValue]] = map(_session_values, sessions or [None])
        of_event = _event_values(exported)
        for row in rows:
            values = {HEADINGS[name]: value for name, value in (of_event | row).items()}
            of_event = {}
            yield tuple(_safe(values.get(heading)) for heading in COLUMNS)


def _event_values(exported: ExportedEvent) -> dict[str, PlanValue]:
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
        **_differences_from_sessions(event),
        # Bookings can make this number negative; an import never changes the places of an event.
        "remain_space": max(event.remain_space, 0),
        # An import ignores cancelled events, so it does not change them.
        "cancelled": "Y" if event.cancelled_at else "N",
        "event_is_soldout": "Y" if event.is_soldout else "N",
    }


def _differences_from_sessions(event: TutorialEvent) -> Mapping[str, PlanValue]:
    """Return the venue and the days of an event if they differ from those of its sessions."""
    rows = [_session_values(session) for session in event.sessions]
    days = [row[name] for row in rows for name in ("start_date", "end_date")]
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


def _session_values(session: TutorialSession | None) -> dict[str, PlanValue]:
    if session is None:
        return {}
    start, end = session.start_date, session.end_date
    end_date, end_time = end.date(), _since_midnight(end)
    if not end_time and end_date > start.date():
        # The end of a day, instead of the beginning of the next one.
        end_date, end_time = end_date - DAY, DAY
    return {
        "title": session.title,
        "location": session.location,
        "venue": session.venue,
        "time_zone": session.time_zone,
        "start_date": start.date(),
        "start_time": _since_midnight(start),
        "end_date": end_date,
        "end_time": end_time,
        "sequence": session.sequence,
        "url": session.url,
        "instructors": JOINED.join(session.instructors),
    }


def _since_midnight(moment: datetime) -> timedelta:
    clock = moment.time().replace(microsecond=0)
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time.min)


def _safe(value: PlanValue) -> PlanValue:
    return escaped_text(one_line(value)) if isinstance(value, str) else value
