"""Finds the clashes between sessions.

The time of a session includes its start but not its end: two sessions do not clash if one ends
when the other starts, and a session without a duration never clashes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Literal

from domain.instructors.names import InstructorName
from domain.plans.products import LIVE_ONLINE
from domain.text import spelling_key

type ClashKind = Literal["venue", "instructor"]
# A venue or an instructor: the kind, and a key that is equal for all spellings of the name.
type Need = tuple[ClashKind, str]
# Values of the venue column that do not name a venue.
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
class PlacedSession:
    """A session with its place, its times and its instructors.

    Instructors with an id (`InstructorName`) are compared by it, others by their names. `id` is
    None if the session is not stored yet.
    """

    id: int | None
    event_code: str
    sequence: int
    title: str
    location: str
    venue: str
    start_date: datetime
    end_date: datetime
    instructors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedSession(PlacedSession):
    """A session that is compared with others.

    `override` is the reason why clashes of its event were allowed. `field` is the path of the
    session in a request that stores it, such as `sessions[0]`.
    """

    override: str | None = None
    field: str | None = None

    def needs(self) -> frozenset[Need]:
        """Return the venue and the instructors of the session; nothing if it has no duration."""
        if self.start_date >= self.end_date:
            return frozenset()
        place = place_of(self.location, self.venue)
        needed: set[Need] = {("venue", place)} if place else set()
        people = {_person(name) for name in self.instructors} - {""}
        return frozenset(needed | {("instructor", name) for name in people})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two sessions at the same time; `name` is the venue or the instructor that both need.

    `first` starts before `second`, or at the same time and has the smaller id. `need` identifies
    the venue or the instructor in any spelling.
    """

    kind: ClashKind
    name: str
    first: BookedSession
    second: BookedSession
    need: Need


def clashes(
    sessions: Iterable[BookedSession],
    *,
    counts: Callable[[Clash], bool] | None = None,
    most: int | None = None,
) -> list[Clash]:
    """Return the clashes between the sessions, by the start of the first, then by ids.

    Only those that `counts` accepts are returned, and at most `most`: n sessions at one time have
    n² / 2 clashes.
    """
    needed: defaultdict[Need, list[BookedSession]] = defaultdict(list)
    for session in sessions:
        for need in session.needs():
            needed[need].append(session)
    pairs = chain.from_iterable(_overlaps(need, group) for need, group in needed.items())
    return sorted(islice(filter(counts, pairs), most), key=_clash_order)


def place_of(location: str, venue: str) -> str | None:
    """Return a key that is equal for all spellings of a venue; None if it is not a venue.

    It includes the location, because venues in different towns can have the same name.
    """
    town, room = spelling_key(location), spelling_key(venue)
    if room in NO_PLACE or town == spelling_key(LIVE_ONLINE):
        return None
    return f"{town}/{room}"


def _overlaps(need: Need, group: list[BookedSession]) -> Iterator[Clash]:
    """Yield the pairs that overlap: each session is compared with those that have not ended."""
    kind, key = need
    running: list[BookedSession] = []
    for session in sorted(group, key=_order):
        running = [earlier for earlier in running if session.start_date < earlier.end_date]
        for earlier in running:
            name = earlier.venue if kind == "venue" else _spelt(key, earlier.instructors)
            yield Clash(kind=kind, name=name, first=earlier, second=session, need=need)
        running.append(session)


def _person(name: str) -> str:
    return f"#{name.id}" if isinstance(name, InstructorName) else spelling_key(name)


def _spelt(person: str, names: Iterable[str]) -> str:
    return next(str(name) for name in names if _person(name) == person)


def _order(session: BookedSession) -> tuple[datetime, bool, int, str, int]:
    # A session that is not stored yet comes after those that are.
    is_new = session.id is None
    return session.start_date, is_new, session.id or 0, session.event_code, session.sequence


def _clash_order(clash: Clash) -> tuple[object, ...]:
    return (*_order(clash.first), *_order(clash.second), clash.kind, clash.name)
