"""Clashes: two sessions at the same time that need the same room or the same person.

The time of a session includes its start but not its end: two sessions do not clash if one ends
when the other starts, and a session without a duration never clashes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Literal

from domain.instructors import InstructorName
from domain.plans.products import LIVE_ONLINE
from domain.text import spelling_key

type ClashKind = Literal["venue", "instructor"]
# Values of the venue column that are not places where people meet.
NO_PLACE = frozenset(
    map(
        spelling_key,
        (
            *("", "-", LIVE_ONLINE, "Online", "Online classroom", "Virtual", "Zoom", "Teams"),
            *("TBC", "To be confirmed", "TBA", "To be announced", "TBD", "N/A"),
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedSession:
    """A session with the venue and the instructors that it needs.

    Instructors with an id (`InstructorName`) are compared by it, others by their names.
    """

    id: int
    event_code: str
    title: str
    location: str
    venue: str
    start_date: datetime
    end_date: datetime
    instructors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two sessions at the same time; `name` is the venue or the instructor that both need.

    `first` starts before `second`, or at the same time and has the smaller id.
    """

    kind: ClashKind
    name: str
    first: BookedSession
    second: BookedSession


def clashes(sessions: Iterable[BookedSession]) -> list[Clash]:
    """Return all clashes between the sessions, by the start of the first, then by ids."""
    needed: defaultdict[tuple[ClashKind, str], list[BookedSession]] = defaultdict(list)
    for session in sessions:
        if session.start_date < session.end_date:
            for need in _needs(session):
                needed[need].append(session)
    pairs = (_overlaps(kind, name, group) for (kind, name), group in needed.items())
    return sorted(chain.from_iterable(pairs), key=_clash_order)


def place_of(location: str, venue: str) -> str | None:
    """Return the place of a venue, equal for all spellings; None if people do not meet there.

    It includes the location, because venues in different towns can have the same name.
    """
    town, room = spelling_key(location), spelling_key(venue)
    if room in NO_PLACE or town == spelling_key(LIVE_ONLINE):
        return None
    return f"{town}/{room}"


def _needs(session: BookedSession) -> Iterator[tuple[ClashKind, str]]:
    if place := place_of(session.location, session.venue):
        yield "venue", place
    for name in {_person(name) for name in session.instructors} - {""}:
        yield "instructor", name


def _overlaps(kind: ClashKind, need: str, group: list[BookedSession]) -> Iterator[Clash]:
    """Yield the pairs that overlap: each session is compared with those that have not ended."""
    running: list[BookedSession] = []
    for session in sorted(group, key=_order):
        running = [earlier for earlier in running if session.start_date < earlier.end_date]
        for earlier in running:
            name = earlier.venue if kind == "venue" else _spelt(need, earlier.instructors)
            yield Clash(kind=kind, name=name, first=earlier, second=session)
        running.append(session)


def _person(name: str) -> str:
    return f"#{name.id}" if isinstance(name, InstructorName) else spelling_key(name)


def _spelt(person: str, names: Iterable[str]) -> str:
    return next(str(name) for name in names if _person(name) == person)


def _order(session: BookedSession) -> tuple[datetime, int]:
    return session.start_date, session.id


def _clash_order(clash: Clash) -> tuple[datetime, int, datetime, int, str, str]:
    return (*_order(clash.first), *_order(clash.second), clash.kind, clash.name)
