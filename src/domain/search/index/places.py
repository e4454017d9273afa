"""The places and the people by which events are found."""

from collections.abc import Iterable, Iterator

from domain.search.hits.products import EventHit

# "venues", "locations" or "instructors", and the name.
type Place = tuple[str, str]


def places_of(events: Iterable[EventHit]) -> Iterator[Place]:
    """Yield the venues, locations and instructors of events, those of one event once."""
    for event in events:
        for venue in {event.venue, *(session.venue for session in event.sessions)}:
            if venue.strip():
                yield "venues", venue
        for location in {session.location for session in event.sessions}:
            if location.strip():
                yield "locations", location
        for name in {str(name) for session in event.sessions for name in session.instructors}:
            yield "instructors", name
