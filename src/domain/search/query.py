"""What can be asked of the catalogue."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from unicodedata import normalize

from domain.paging import PageRequest
from domain.search.sorting import RELEVANCE, Sort

MIN_QUERY_LENGTH, MAX_QUERY_LENGTH, MAX_FILTER_VALUES = 2, 200, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values within one filter are OR-ed, filters are AND-ed; an empty filter asks nothing.

    A value that names nothing matches nothing: it never widens the answer. `products`,
    `essp_ids` and `variations` are ids of catalogue products, store products and variations;
    `categories` and `product_types` are names or ids of filter groups. `venues`,
    `locations` and `availability` (`domain.search.facets.availability`) are asked of one event at a
    time, together with `Schedule`.
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
    availability: frozenset[str] = frozenset()

    def merged_with(self, other: "Filters") -> "Filters":
        """Return the filters in which either's values count."""
        return Filters(**{name: getattr(self, name) | getattr(other, name) for name in FILTERS})


FILTERS = tuple(Filters.__dataclass_fields__)
OF_EVENTS = ("venues", "locations", "availability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When the sessions of an event take place, on their own clocks; None asks nothing.

    An event fits when every session of it does. All bounds are included; `weekdays` are ISO
    numbers, 1 for Monday. An event whose sessions are not known goes by its own two days, and
    fits no weekdays and no times.
    """

    first_day: date | None = None
    last_day: date | None = None
    weekdays: frozenset[int] = frozenset()
    earliest_start: time | None = None
    latest_end: time | None = None


NO_SCHEDULE = Schedule()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """`text` is free text; trimmed and under 2 characters long it asks nothing.

    `min_score` (0 to 100, see `domain.search.text.ranking`) leaves out what matches less well.
    `sort` orders what is found (`domain.search.sorting`); equals come best first.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    schedule: Schedule = NO_SCHEDULE
    page: PageRequest = field(default_factory=PageRequest)
    include_bundles: bool = True
    min_score: int = 0
    sort: Sort = RELEVANCE

    def canonical(self) -> str:
        """Return a text that is the same for two queries that ask the same."""
        filters = [(name, sorted(getattr(self.filters, name))) for name in FILTERS]
        weekdays = sorted(self.schedule.weekdays)
        schedule = replace(self.schedule, weekdays=frozenset())
        rest = self.page, self.include_bundles, self.min_score, self.sort
        return repr((self.text, filters, schedule, weekdays, rest))

    @property
    def has_text(self) -> bool:
        # Composed, so that an accented letter is one character however it was typed.
        return len(normalize("NFC", self.text).strip()) >= MIN_QUERY_LENGTH
