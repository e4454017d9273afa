"""Copies of an event on other days; the sessions have the same local times."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from domain.clocks import FIRST_YEAR, LAST_YEAR, YEARS, at_wall_clock, exact_time
from domain.editing.changes import EVENT_FIELDS, SESSION_FIELDS, EventEdit
from domain.editing.events import create_event
from domain.errors import Conflict, FieldError, Invalid
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import ClashOverride
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

START = "start_date"
ONE_DAY = timedelta(days=1)

type RepeatedTime = Literal["refuse", "first", "second"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequest:
    """What is different in a copy: its code, and the day on which it begins.

    `store_product_id` and `remain_space` are those of the original if they are None.
    `repeated_time` selects one of the two equal local times when the clocks go back; "refuse" makes
    such a time an error.
    """

    code: str
    start_date: date
    store_product_id: int | None = None
    remain_space: int | None = None
    repeated_time: RepeatedTime = "refuse"


def copy_event(
    stored: TutorialEvent,
    wanted: CopyRequest,
    tutorials: TutorialRepository,
    override: ClashOverride | None = None,
) -> TutorialEvent:
    """Store a copy of an event, and return it.

    All days move by the same number of days. The copy is neither cancelled nor marked as sold
    out.

    Raises:
        Clashing: when a session of the copy clashes with another one, and there is no override.
        Conflict: when there is an event of the new code, or the original breaks a rule.
        Invalid: when a time of the copy does not exist, exists twice, or is out of range, or when
            there is no such store product.

    """
    edit = copied(stored, wanted)
    # The sessions depend on the first day of the copy, so their errors name that field.
    paths = {session.sequence: START for session in edit.event.sessions}
    return create_event(edit, tutorials, override, paths)


def copied(stored: TutorialEvent, wanted: CopyRequest) -> EventEdit:
    """Return the copy of an event, as it is to be stored; see `copy_event`."""
    days = (wanted.start_date - stored.start_date).days
    values = {name: getattr(stored, name) for name in EVENT_FIELDS} | {
        "code": wanted.code,
        "is_soldout": False,
        "start_date": wanted.start_date,
        "end_date": _moved_day(stored.end_date, days),
    }
    if stored.finalisation_date is not None:
        values["finalisation_date"] = _moved_day(stored.finalisation_date, days)
    if wanted.remain_space is not None:
        values["remain_space"] = wanted.remain_space
    sessions = _copied_sessions(stored, days, wanted)
    with _blamed_on(stored, given={"code", "remain_space", START}):
        event = EventDraft(**values, sessions=sessions)
    product = wanted.store_product_id
    return EventEdit(
        event=event,
        store_product_id=stored.store_product_id if product is None else product,
        session_ids=(None,) * len(sessions),
    )


def _copied_sessions(
    event: TutorialEvent, days: int, wanted: CopyRequest
) -> tuple[SessionDraft, ...]:
    sessions: list[SessionDraft] = []
    errors: list[FieldError] = []
    for session in event.sessions:
        try:
            sessions.append(_copied_session(event, session, days, wanted))
        except Invalid as error:
            errors += error.errors
    if errors:
        raise Invalid(*errors)
    return tuple(sessions)


def _copied_session(
    event: TutorialEvent, session: TutorialSession, days: int, wanted: CopyRequest
) -> SessionDraft:
    values = {name: getattr(session, name) for name in SESSION_FIELDS}
    for name, what in (("start_date", "start"), ("end_date", "end")):
        with _blamed_on(event, given={"time"}, prefix=f"session {session.sequence} would {what}: "):
            values[name] = _moved_time(values[name], days, session.time_zone, wanted.repeated_time)
    with _blamed_on(event, prefix=f"session {session.sequence}: "):
        return SessionDraft(**values)


def _moved_time(moment: datetime, days: int, time_zone: str, repeated: RepeatedTime) -> datetime:
    if not days:
        return moment
    shown = _moved(moment.replace(tzinfo=None, fold=0), days)
    if repeated == "refuse":
        return exact_time(shown, time_zone)
    return at_wall_clock(shown, time_zone, second=repeated == "second")


def _moved_day(day: date, days: int) -> date:
    moved = _moved(day, days)
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise Invalid(FieldError(START, f"all days of the copy {YEARS}"))
    return moved


def _moved[D: (date, datetime)](day: D, days: int) -> D:
    try:
        return day + days * ONE_DAY
    except OverflowError as error:
        raise Invalid(FieldError(START, f"all days of the copy {YEARS}")) from error


@contextmanager
def _blamed_on(
    original: TutorialEvent, given: frozenset[str] | set[str] = frozenset(), prefix: str = ""
) -> Iterator[None]:
    """Convert the errors of a block to errors of the request, or of the original event.

    Errors of the fields in `given` are errors of the request. The others are a conflict, because
    the request cannot correct the original.
    """
    try:
        yield
    except Invalid as error:
        faults = [each for each in error.errors if each.field not in given]
        if faults:
            messages = "; ".join(f"{prefix}{each.field}: {each.message}" for each in faults)
            raise Conflict(
                f"The event {original.code!r} cannot be copied before it is corrected: {messages}."
            ) from error
        raise Invalid(
            *(
                FieldError(START, f"{prefix}{each.message}") if each.field == "time" else each
                for each in error.errors
            )
        ) from error
