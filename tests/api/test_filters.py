"""The API and the domain have the same filters."""

import pytest

from api.schemas.params import EventQuery, PageQuery
from api.schemas.search.request import SearchFilters
from domain.search.query import FILTERS, OF_EVENTS
from domain.search.results import FilterCounts
from domain.tutorials.event_filter import EventFilter


def test_the_list_of_events_has_every_filter_of_the_domain() -> None:
    asked = EventQuery.model_fields.keys() - PageQuery.model_fields.keys()

    assert asked == EventFilter.__dataclass_fields__.keys(), (
        "give EventFilter (domain/tutorials/event_filter.py) and EventQuery (api/schemas/params.py)"
        " the same fields"
    )


@pytest.mark.parametrize("name", FILTERS)
def test_a_search_has_every_filter_of_the_domain(name: str) -> None:
    # A link asks for `variations` with the parameter `variation`; a body has no such filter.
    assert name in {*SearchFilters.model_fields, "variations"}, (
        f"add a field {name!r} to SearchFilters (api/schemas/search/request.py)"
    )


@pytest.mark.parametrize("name", [*FilterCounts.__dataclass_fields__, *OF_EVENTS])
def test_every_facet_has_a_filter(name: str) -> None:
    assert name in FILTERS, f"add a field {name!r} to Filters (domain/search/query.py)"
