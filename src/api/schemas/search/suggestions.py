"""Schemas of the initial search page and of search as you type."""

from typing import Literal

from pydantic import Field

from api.schemas.output import Id, Out
from api.schemas.search.hits import HitOut


class SubjectSuggestionOut(Out):
    """A subject with products for sale."""

    id: Id = Field(description="The id of the subject.", examples=[5])
    code: str = Field(description="The code of the subject.", examples=["CM2"])
    description: str | None = Field(
        description="The description of the subject, if any.", examples=["Models of risk"]
    )


class GroupSuggestionOut(Out):
    """A filter group."""

    id: Id = Field(description="The id of the filter group.", examples=[1])
    name: str = Field(description="Its name, a value of `categories`.", examples=["Tutorial"])
    description: str = Field(
        description="The description of the group.", examples=["Days with a tutor."]
    )


class VariationSuggestionOut(Out):
    """A variation in which products are sold."""

    id: Id = Field(description="The id of the product variation.", examples=[12])
    name: str = Field(description="Its name.", examples=["Two days"])
    variation_type: str = Field(description="Its type.", examples=["Tutorial"])
    description: str | None = Field(description="A description, if any.", examples=[None])


class ProductSuggestionOut(Out):
    """A catalogue product for sale."""

    id: Id = Field(description="The id of the catalogue product.", examples=[7])
    code: str = Field(description="Its code.", examples=["TLON"])
    name: str = Field(description="Its full name.", examples=["Tutorial - London"])
    short_name: str = Field(description="Its short name.", examples=["London"])


class SuggestionsOut(Out):
    """The names of all products for sale and of their filters."""

    subjects: list[SubjectSuggestionOut] = Field(description="The subjects, by code.")
    product_groups: list[GroupSuggestionOut] = Field(description="The filter groups.")
    variations: list[VariationSuggestionOut] = Field(description="The variations, by name.")
    products: list[ProductSuggestionOut] = Field(description="The products, by short name.")


class FoundSuggestionsOut(Out):
    """The filters that narrow the result."""

    subjects: list[SubjectSuggestionOut] = Field(description="The subjects, by code.")
    categories: list[GroupSuggestionOut] = Field(description="The filter groups.")
    products: list[ProductSuggestionOut] = Field(description="The products, by short name.")


class DefaultInfoOut(Out):
    """The request: always empty."""

    query: str = Field(description="Always empty.", examples=[""])
    type: Literal["default"] = Field(description="Always `default`.", examples=["default"])


class DefaultDataOut(Out):
    """The initial content of a search page."""

    popular_products: list[HitOut] = Field(description="The first products in default order.")
    suggested_filters: SuggestionsOut = Field(
        description="The names of all products for sale and of their filters."
    )
    total_count: int = Field(description="The number of products for sale.", examples=[44])
    search_info: DefaultInfoOut = Field(description="The request.")


class SearchInfoOut(Out):
    """The request and the number of matches."""

    query: str = Field(description="The text, trimmed.", examples=["cm2"])
    matches_found: int = Field(description="The number of products that match.", examples=[1])
    min_score: int = Field(description="The lowest score that was requested.", examples=[60])
    limit: int = Field(description="The largest number of products returned.", examples=[10])


class FuzzyMatchesOut(Out):
    """The best matches of a text."""

    products: list[HitOut] = Field(description="The best matches, the best first.")
    total_count: int = Field(description="The number of all matches.", examples=[1])
    suggested_filters: FoundSuggestionsOut = Field(
        description="The filters that narrow the result."
    )
    search_info: SearchInfoOut = Field(description="The request.")
