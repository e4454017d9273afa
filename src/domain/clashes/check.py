"""The check of sessions before they are stored: a clash is refused, or overridden with a reason.

Only sessions that a write adds or moves are checked. A clash that another system wrote therefore
does not prevent other changes of the event.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain
from typing import Protocol

from domain.clashes.overlaps import BookedSession, Clash, Need, clashes
from domain.clashes.plans import EventPlan
from domain.errors import Conflict, FieldError
from domain.tutorials.changes import ClashOverride

# The number of clashes that an error names, and the number that are examined for it: n sessions at
# one time have n² / 2 clashes.
MOST_NAMED, MOST_COMPARED = 1_000, 100_000
COLUMNS = tuple(f"clash_override_{name}" for name in ClashOverride.__dataclass_fields__)


class StoredSessions(Protocol):
    """The part of `TutorialRepository` that the check needs."""

    def booked_with(
        self, sessions: Sequence[BookedSession], *, besides: Collection[int]
    ) -> Sequence[BookedSession]:
        """Return the stored sessions that can clash with these, and prevent others from writing.

        Raises:
            Busy: if other writers take too long.

        """
        ...


class Clashing(Conflict):
    """Sessions to be stored clash with each other or with stored ones.

    `errors` names each session of the request that clashes, with its path.
    """

    def __init__(self, found: Sequence[Clash]) -> None:
        first = clash_text(found[0])
        message = first if len(found) == 1 else f"{first} There are {len(found)} clashes."
        super().__init__(message, *chain.from_iterable(map(_errors, found)))
        self.clashes = tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The clashes that were overridden, and the new values of each event by its code."""

    overridden: tuple[Clash, ...] = ()
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def values_of(self, code: str) -> Mapping[str, object]:
        return self.values.get(code, {})


def check_clashes(
    plans: Sequence[EventPlan], stored: StoredSessions, override: ClashOverride | None
) -> Checked:
    """Check all sessions of a write; other writers cannot plan sessions until it ends.

    Raises:
        Clashing: if there is a clash and no override.
        Busy: if other writers take too long.

    """
    compared = [session for plan in plans for session in plan.to_compare()]
    if not compared:
        ended = {plan.code: _ended() for plan in plans if plan.may_end_override}
        return Checked(values=ended)
    planned = [each for plan in plans for each in plan.sessions]
    new = {_key(each.session): each.new_needs() for each in planned}

    def is_new(clash: Clash) -> bool:
        return any(clash.need in _of(each, new) for each in (clash.first, clash.second))

    sessions = [each.session for each in planned]
    sessions += _others(plans, compared, stored)
    found = clashes(sessions, counts=is_new, most=MOST_COMPARED)
    if found and override is None:
        raise Clashing(found[:MOST_NAMED])
    values: dict[str, Mapping[str, object]] = {
        plan.code: _ended()
        for plan in plans
        if plan.may_end_override
        if not clashes(sessions, counts=partial(_is_of, plan), most=1)
    }
    if override is not None:
        reasons = dict(zip(COLUMNS, asdict(override).values(), strict=True))
        overridden = {each.event_code for clash in found for each in (clash.first, clash.second)}
        values |= {plan.code: reasons for plan in plans if plan.code in overridden}
    return Checked(overridden=tuple(found[:MOST_NAMED]), values=values)


def clash_text(clash: Clash) -> str:
    """Return a sentence that names both sessions and what they share."""
    first, second = session_text(clash.first), session_text(clash.second)
    return f"{first[0].upper()}{first[1:]} and {second} {_sharing(clash)}."


def session_text(session: BookedSession) -> str:
    """Return the name of a session: its event, sequence, title and times."""
    start, end = session.start_date, session.end_date
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%d/%m/%Y %H:%M}"
    times = f"{start:%d/%m/%Y %H:%M} to {until}"
    return f"session {session.sequence} of {session.event_code} ({session.title}, {times})"


def _others(
    plans: Sequence[EventPlan], compared: Sequence[BookedSession], stored: StoredSessions
) -> list[BookedSession]:
    ids = {plan.id for plan in plans if plan.id is not None}
    # If an event with this code is already stored, that is a conflict of its own.
    codes = {plan.code for plan in plans}
    found = stored.booked_with(compared, besides=ids)
    return [each for each in found if each.event_code not in codes]


def _ended() -> Mapping[str, object]:
    return dict.fromkeys(COLUMNS)


def _is_of(plan: EventPlan, clash: Clash) -> bool:
    return plan.code in {clash.first.event_code, clash.second.event_code}


def _of(
    session: BookedSession, needs: Mapping[tuple[str, int], frozenset[Need]]
) -> frozenset[Need]:
    return needs.get(_key(session), frozenset())


def _key(session: BookedSession) -> tuple[str, int]:
    return session.event_code, session.sequence


def _sharing(clash: Clash) -> str:
    return f"both need the {clash.kind} {clash.name!r}"


def _errors(clash: Clash) -> Iterator[FieldError]:
    for one, other in ((clash.first, clash.second), (clash.second, clash.first)):
        if one.field is not None:
            message = f"clashes with {session_text(other)}: {_sharing(clash)}"
            yield FieldError(one.field, message)
