"""The query parameters of the search routes, and their conversion to domain queries."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field
from pydantic.config import JsonDict

from api.schemas.input import Strict
from api.schemas.params import PageQuery
from api.schemas.search.request import ORDER, AtMost, CodesOrIds, Names, SearchFilters
from api.schemas.types.choices import Flag, LinkFlag
from api.schemas.types.numbers import INT32, FromDigits, Id, PageSize
from api.schemas.types.text import SearchText
from domain.paging import PageRequest
from domain.search.query import Filters, SearchQuery
from domain.search.sorting import RELEVANCE, Sort

DEFAULT_LIMIT, SURE_ENOUGH, BEST_SCORE = 10, 60, 100
Score = Annotated[int, Field(ge=0, le=BEST_SCORE, json_schema_extra=INT32), FromDigits]
Limit = Annotated[PageSize, FromDigits]
IdsInQuery = Annotated[list[Annotated[Id, FromDigits]], AtMost]
# Not `Field(deprecated=True)`, which warns whenever the service itself reads the field.
DEPRECATED: JsonDict = {"deprecated": True}


def _with_parts(filters: Filters) -> Filters:
    """Return filters in which `CM2,CS1` also means CM2 and CS1, because many clients join lists.

    Only codes and filter groups are split, because names of places and variations can contain
    commas. The whole text is also kept as a value, because the name of a group can contain one too.
    """
    return replace(
        filters,
        subjects=_parts(filters.subjects),
        exam_sessions=_parts(filters.exam_sessions),
        product_types=_parts(filters.product_types),
        categories=_parts(filters.categories),
    )


def _parts(values: frozenset[str]) -> frozenset[str]:
    parts = (part.strip() for value in values for part in value.split(","))
    return values.union(filter(None, parts))


class SearchShortcuts(Strict):
    """Filters in the query string; combined with OR with the same filter of the body."""

    sort: Sort | None = Field(default=None, description=ORDER)
    variation: IdsInQuery = Field(
        default_factory=list,
        description="Ids of product variations; these come first in each product.",
    )
    group: Names = Field(
        default_factory=list, description="Alias of `categories`.", json_schema_extra=DEPRECATED
    )
    tutorial_format: Names = Field(
        default_factory=list, description="Alias of `categories`.", json_schema_extra=DEPRECATED
    )
    product: IdsInQuery = Field(
        default_factory=list, description="Alias of `product_ids`.", json_schema_extra=DEPRECATED
    )
    distance_learning: LinkFlag = Field(
        default="false",
        validate_default=True,
        description="Adds the category `Material`.",
        json_schema_extra=DEPRECATED,
    )
    tutorial: LinkFlag = Field(
        default="false",
        validate_default=True,
        description="Adds the category `Tutorial`.",
        json_schema_extra=DEPRECATED,
    )

    def chosen(self) -> Filters:
        flags = {"Material": self.distance_learning, "Tutorial": self.tutorial}
        flagged = [category for category, is_set in flags.items() if is_set]
        return _with_parts(
            Filters(
                categories=frozenset([*self.group, *self.tutorial_format, *flagged]),
                products=frozenset(self.product),
                variations=frozenset(self.variation),
            )
        )


class UnifiedQuery(SearchShortcuts, SearchFilters, PageQuery):
    """All fields of a search body as parameters; repeat a parameter for several values."""

    q: SearchText = Field(
        default="",
        description="Words, or the beginning of a code; ignored if shorter than 2 characters.",
    )
    search_query: SearchText = Field(
        default="",
        alias="searchQuery",
        description="Alias of `q`; if both are given, the words of both must match.",
        json_schema_extra=DEPRECATED,
    )
    products: IdsInQuery = Field(default_factory=list, description="Ids of catalogue products.")
    product_ids: IdsInQuery = Field(
        default_factory=list, description="Alias of `products`.", json_schema_extra=DEPRECATED
    )
    essp_ids: IdsInQuery = Field(default_factory=list, description="Ids of store products.")
    include_bundles: Flag = Field(
        default=True, description="Whether the products and the counts include bundles."
    )
    include_analytics: Flag = Field(
        default=False,
        description="Accepted for compatibility; ignored.",
        json_schema_extra=DEPRECATED,
    )

    def query(self) -> SearchQuery:
        filters = _with_parts(SearchFilters.chosen(self))
        return SearchQuery(
            text=" ".join(filter(None, (self.q, self.search_query))),
            filters=filters.merged_with(SearchShortcuts.chosen(self)),
            schedule=self.schedule(),
            page=self.request(),
            include_bundles=self.include_bundles,
            sort=self.sort or RELEVANCE,
        )


class DefaultDataQuery(Strict):
    limit: Limit = Field(default=DEFAULT_LIMIT, description="The maximum number of products.")

    def query(self) -> SearchQuery:
        return SearchQuery(page=PageRequest(page_size=self.limit), include_bundles=False)


class FuzzyQuery(DefaultDataQuery):
    q: SearchText = Field(
        default="",
        description="Words, or the beginning of a code; ignored if shorter than 2 characters.",
    )
    min_score: Score = Field(
        default=SURE_ENOUGH,
        description="The lowest score of a match: 100 is a code or a word, 90 the beginning of "
        "one, 80 a word with one typing error, 60 a word with two.",
    )

    def query(self) -> SearchQuery:
        query = replace(super().query(), include_bundles=True)
        return replace(query, text=self.q, min_score=self.min_score)


class AdvancedFuzzyQuery(FuzzyQuery):
    subjects: CodesOrIds = Field(default_factory=list, description="Codes or ids of subjects.")
    categories: Names = Field(
        default_factory=list,
        description="Names (case-insensitive) or ids of filter groups.",
    )

    def query(self) -> SearchQuery:
        filters = Filters(subjects=frozenset(self.subjects), categories=frozenset(self.categories))
        return replace(super().query(), filters=_with_parts(filters))
