"""The body of a search, and its conversion to a domain query."""

from datetime import time
from typing import Annotated, Any, get_args

from pydantic import ConfigDict, Field

from api.schemas.input import Strict
from api.schemas.params import DEFAULT_PAGE
from api.schemas.types.choices import SearchedAvailability, Weekday
from api.schemas.types.dates import ClockTime, Day
from api.schemas.types.numbers import CodeOrId, IdOrDigits, PageNumber, PageSize
from api.schemas.types.text import FilterName, PersonName, PlaceName, SearchText
from domain.paging import PageRequest
from domain.search.query import FILTERS, MAX_FILTER_VALUES, Filters, Schedule, SearchQuery
from domain.search.sorting import RELEVANCE, Sort

ORDER = (
    "The order of the products: the best match first; by the first day of their first event; by "
    "price (of a bundle: the sum of its components); or by subject. A minus sign reverses the "
    "order. Products with equal values are ordered by relevance, and those without a value are "
    "last."
)
AtMost = Field(max_length=MAX_FILTER_VALUES)
CodesOrIds = Annotated[list[CodeOrId], AtMost]
Names = Annotated[list[FilterName], AtMost]
Places = Annotated[list[PlaceName], AtMost]
People = Annotated[list[PersonName], AtMost]
Ids = Annotated[list[IdOrDigits], AtMost]
WEEKDAYS = {name: number for number, name in enumerate(get_args(get_args(Weekday.__value__)[0]), 1)}


class SearchFilters(Strict):
    """Values of one filter are combined with OR, filters with AND; an empty list is ignored.

    Filters on venue, location, instructor, availability and time must all match the same event,
    the last on each of its days, in the local time of its location.
    """

    subjects: CodesOrIds = Field(default_factory=list, description="Codes or ids of subjects.")
    product_types: CodesOrIds = Field(
        default_factory=list,
        description="`Tutorial`, `Materials`, `Markings`, or names (case-insensitive) or ids of "
        "filter groups.",
    )
    categories: CodesOrIds = Field(
        default_factory=list,
        description="Names (case-insensitive) or ids of filter groups, or `Bundle`.",
    )
    products: Ids = Field(default_factory=list, description="Ids of catalogue products.")
    product_ids: Ids = Field(default_factory=list, description="Alias of `products`.")
    essp_ids: Ids = Field(default_factory=list, description="Ids of store products.")
    modes_of_delivery: Names = Field(
        default_factory=list,
        description="Variation types, or parts of variation names, case-insensitive.",
    )
    exam_sessions: CodesOrIds = Field(
        default_factory=list, description="Codes or ids of exam sessions."
    )
    venues: Places = Field(
        default_factory=list, description="Venues of events or sessions, case-insensitive."
    )
    locations: Places = Field(
        default_factory=list, description="Locations of sessions, case-insensitive."
    )
    instructors: People = Field(
        default_factory=list,
        description="Names of instructors of sessions, case-insensitive.",
    )
    availability: Annotated[list[SearchedAvailability], AtMost] = Field(
        default_factory=list,
        description="Whether events can be booked. Today is the day at the site. Cancelled events "
        "are not in the search.",
    )
    first_day: Day | None = Field(
        default=None, alias="from", description="The earliest day of an event's sessions."
    )
    last_day: Day | None = Field(
        default=None,
        alias="to",
        description="The latest day of an event's sessions; no results if before `from`.",
    )
    weekdays: Annotated[list[Weekday], AtMost] = Field(
        default_factory=list, description="The days of the week that all sessions must be on."
    )
    time_from: ClockTime | None = Field(
        default=None, description="The earliest time of day at which a session may start."
    )
    time_to: ClockTime | None = Field(
        default=None,
        description="The latest time of day at which a session may end; no results if before "
        "`time_from`.",
    )

    def chosen(self) -> Filters:
        names = SearchFilters.model_fields.keys() & FILTERS
        chosen: dict[str, frozenset[Any]] = {name: frozenset(getattr(self, name)) for name in names}
        chosen["products"] |= frozenset(self.product_ids)
        return Filters(**chosen)

    def schedule(self) -> Schedule:
        return Schedule(
            first_day=self.first_day,
            last_day=self.last_day,
            weekdays=frozenset(WEEKDAYS[name] for name in self.weekdays),
            earliest_start=time.fromisoformat(self.time_from) if self.time_from else None,
            latest_end=time.fromisoformat(self.time_to) if self.time_to else None,
        )


class SearchPagination(Strict):
    """The requested page of products."""

    page: PageNumber = DEFAULT_PAGE.page
    page_size: PageSize = DEFAULT_PAGE.page_size


class SearchOptions(Strict):
    """What the search omits, and the order of the results."""

    include_bundles: bool = Field(
        default=True, description="Whether the products and the counts include bundles."
    )
    include_analytics: bool = Field(
        default=False, description="Accepted for compatibility; ignored."
    )
    sort: Sort = Field(default=RELEVANCE, description=ORDER)


class SearchRequest(Strict):
    """A search; every field is optional. An empty object returns the first page of all products."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "searchQuery": "tutorial live online",
                    "filters": {"subjects": ["CM2"], "product_types": ["Tutorial"]},
                    "pagination": {"page": 1, "page_size": 20},
                }
            ]
        }
    )

    search_query: SearchText = Field(
        default="",
        alias="searchQuery",
        description="Words, or the beginning of a code; ignored if shorter than 2 characters.",
    )
    filters: SearchFilters = Field(
        default_factory=SearchFilters, description="The filters that the products must match."
    )
    pagination: SearchPagination = Field(
        default_factory=SearchPagination, description="The requested page of products."
    )
    options: SearchOptions = Field(
        default_factory=SearchOptions, description="What to omit, and the order."
    )

    def query(self, shortcuts: Filters, sort: Sort | None = None) -> SearchQuery:
        """Return the query, extended by the filters of the query string (`shortcuts`).

        `sort`, the order of the query string, replaces the order of the body.
        """
        return SearchQuery(
            text=self.search_query,
            filters=self.filters.chosen().merged_with(shortcuts),
            schedule=self.filters.schedule(),
            page=PageRequest(page=self.pagination.page, page_size=self.pagination.page_size),
            include_bundles=self.options.include_bundles,
            sort=sort or self.options.sort,
        )
