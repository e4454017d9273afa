"""What the body of a search can ask for, and the domain's own words for it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.inputs import CodeOrId, IdOrDigits, Name, PageNumber, PageSize, SearchText
from domain.paging import PageRequest
from domain.search.query import MAX_FILTER_VALUES, Filters, SearchQuery

DEFAULT_PAGE = PageRequest()
AtMost = Field(max_length=MAX_FILTER_VALUES)
Names = Annotated[list[Name], AtMost]
Ids = Annotated[list[IdOrDigits], AtMost]


class Strict(BaseModel):
    """What is unknown is refused, and nothing is taken for another type than its own."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SearchFilters(Strict):
    """Values within one filter are OR-ed, filters are AND-ed; an empty list asks nothing."""

    subjects: Annotated[list[CodeOrId], AtMost] = Field(
        default_factory=list, description="Subjects, each by its code or its id."
    )
    product_types: Names = Field(
        default_factory=list,
        description="`Tutorial`, `Materials`, `Markings`, or filter groups, in any case.",
    )
    categories: Names = Field(
        default_factory=list,
        description="Filter groups, in any case; `Bundle` is a category too.",
    )
    products: Ids = Field(default_factory=list, description="Catalogue products' ids.")
    product_ids: Ids = Field(default_factory=list, description="Another name for `products`.")
    essp_ids: Ids = Field(default_factory=list, description="Store products' ids.")
    modes_of_delivery: Names = Field(
        default_factory=list,
        description="Variation types, or parts of variations' names, in any case.",
    )

    def chosen(self) -> Filters:
        return Filters(
            subjects=frozenset(self.subjects),
            product_types=frozenset(self.product_types),
            categories=frozenset(self.categories),
            products=frozenset(self.products) | frozenset(self.product_ids),
            essp_ids=frozenset(self.essp_ids),
            modes_of_delivery=frozenset(self.modes_of_delivery),
        )


class SearchPagination(Strict):
    page: PageNumber = DEFAULT_PAGE.page
    page_size: PageSize = DEFAULT_PAGE.page_size


class SearchOptions(Strict):
    """Taken from clients that send them; they change nothing in the answer."""

    include_bundles: bool = True
    include_analytics: bool = False


class SearchRequest(Strict):
    """Every part is optional: an empty object asks for the first page of everything."""

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
        description="Words, or the beginning of a code; under 2 characters it asks nothing.",
    )
    filters: SearchFilters = Field(default_factory=SearchFilters)
    pagination: SearchPagination = Field(default_factory=SearchPagination)
    options: SearchOptions = Field(default_factory=SearchOptions)

    def query(self, shortcuts: Filters) -> SearchQuery:
        """Return what the catalogue is asked; either's filters count."""
        page = PageRequest(page=self.pagination.page, page_size=self.pagination.page_size)
        filters = self.filters.chosen().merged_with(shortcuts)
        return SearchQuery(text=self.search_query, filters=filters, page=page)
