"""The conditions of the filters of events."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from domain.search.events.planned import Planned, Sold
from domain.search.hits.products import EventHit
from domain.tutorials.event_filter import EventFilter

type Test = Callable[[Planned], bool]


def tests(wanted: EventFilter, sold: Iterable[tuple[int, Sold]]) -> Iterator[Test]:
    """Yield the conditions of the filter, except those on the first day and on the cancellation."""
    if wanted.subject is not None:
        code, upper_of = upper(wanted.subject), cache(upper)
        products = {id_ for id_, each in sold if upper_of(each.subject_code) == code}
        yield lambda event: event.store_product_id in products
    if wanted.venue is not None:
        has_venue = _has_part(wanted.venue)
        yield lambda event: has_venue(event.hit.venue)
    if wanted.location is not None:
        has_location = _has_part(wanted.location)
        # Cached, because thousands of events have a few dozen combinations of locations.
        have_location = cache(lambda locations: any(map(has_location, locations)))
        yield lambda event: have_location(event.locations)
    if wanted.instructor is not None:
        is_called = _has_part(wanted.instructor)
        teach = cache(lambda names: any(map(is_called, names)))
        yield lambda event: any(teach(each.instructors) for each in event.hit.sessions)
    if wanted.available is not None:
        is_wanted = wanted.available
        yield lambda event: _is_available(event.hit) == is_wanted


def upper(text: str) -> str:
    """Convert a text to upper case as PostgreSQL does: one character never becomes several."""
    if text.isascii():
        return text.upper()
    return "".join(up if len(up := letter.upper()) == 1 else letter for letter in text)


def _has_part(part: str) -> Callable[[str], bool]:
    wanted = upper(part)
    # Cached, because thousands of events have a few dozen places.
    return cache(lambda name: wanted in upper(name))


def _is_available(hit: EventHit) -> bool:
    return not hit.is_soldout and (hit.remain_space > 0 or hit.is_unlimited)
