"""Queries of the search."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from unicodedata import normalize

from domain.paging import PageRequest
from domain.search.sorting import RELEVANCE, Sort

MIN_QUERY_LENGTH, MAX_QUERY_LENGTH, MAX_FILTER_VALUES = 2, 200, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values within one filter are OR-ed, filters are AND-ed; an empty filter is ignored.

    A value that does not exist matches nothing. `products`, `essp_ids` and `variations` are ids
    of catalogue products, store products and variations. `categories` and `product_types` are
    names or ids of filter groups. `venues`, `locations`, `instructors`
    and `availability` (`domain.search.facets.availability`) must match the same event as
    `Schedule`.
    """

    subjects: frozenset[str] = frozenset()
    product_types: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    products: frozenset[int] = frozenset()
    essp_ids: frozenset[int] = frozenset()
    variations: frozenset[int] = frozenset()
    modes_of_delivery: frozenset[str] = frozenset()
    exam_sessions: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()
    instructors: frozenset[str] = frozenset()
    availability: frozenset[str] = frozenset()

    def merged_with(self, other: "Filters") -> "Filters":
        """Return the union of the values of each filter."""
        return Filters(**{name: getattr(self, name) | getattr(other, name) for name in FILTERS})


FILTERS = tuple(Filters.__dataclass_fields__)
OF_EVENTS = ("venues", "locations", "instructors", "availability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Conditions on the sessions of an event, in their local time; None means no condition.

    An event matches if all its sessions do. All bounds are inclusive; `weekdays` are ISO numbers,
    1 for Monday. An event without sessions is matched by its first and last day, and never
    matches weekdays and times.
    """

    first_day: date | None = None
    last_day: date | None = None
    weekdays: frozenset[int] = frozenset()
    earliest_start: time | None = None
    latest_end: time | None = None


NO_SCHEDULE = Schedule()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A search; `text` is ignored if it has fewer than 2 characters after trimming.

    `min_score` (0 to 100, see `domain.search.text.ranking`) excludes worse matches. `sort` is an
    order of `domain.search.sorting`; equal hits are sorted by relevance.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    schedule: Schedule = NO_SCHEDULE
    page: PageRequest = field(default_factory=PageRequest)
    include_bundles: bool = True
    min_score: int = 0
    sort: Sort = RELEVANCE

    def canonical(self) -> str:
        """Return a text that is equal for equivalent queries."""
        filters = [(name, sorted(getattr(self.filters, name))) for name in FILTERS]
        weekdays = sorted(self.schedule.weekdays)
        schedule = replace(self.schedule, weekdays=frozenset())
        rest = self.page, self.include_bundles, self.min_score, self.sort
        return repr((self.text, filters, schedule, weekdays, rest))

    @property
    def has_text(self) -> bool:
        # NFC, so that an accented letter is one character however it was entered.
        return len(normalize("NFC", self.text).strip()) >= MIN_QUERY_LENGTH
