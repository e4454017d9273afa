"""The places by which events are found."""

from collections.abc import Iterable, Iterator

from domain.search.hits import EventHit

# "venues" or "locations", and the name of the place.
type Place = tuple[str, str]


def places_of(events: Iterable[EventHit]) -> Iterator[Place]:
    """Yield the venues and locations of events and of their sessions, those of an event once."""
    for event in events:
        for venue in {event.venue, *(session.venue for session in event.sessions)}:
            if venue.strip():
                yield "venues", venue
        for location in {session.location for session in event.sessions}:
            if location.strip():
                yield "locations", location
