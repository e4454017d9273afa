"""The results of a search: one page of hits, and the counts of every filter's values."""

from pydantic import Field

from api.schemas.output import Out
from api.schemas.paging import PaginationOut
from api.schemas.search.hits import HitOut


class FacetValueOut(Out):
    """One value of a filter."""

    count: int = Field(
        description="The number of matching products if this value is chosen.", examples=[2]
    )
    name: str = Field(description="The name to show for this value.", examples=["Tutorial"])


class SubjectFacetValueOut(FacetValueOut):
    """A subject; two subjects can have one description, so its name is its code."""

    description: str | None = Field(
        description="The description of the subject, if any.", examples=["Models of risk"]
    )


class FilterCountsOut(Out):
    """The values of each filter, with the number of matching products.

    The choices of a filter itself do not limit its own counts; those of all other filters do.
    """

    subjects: dict[str, SubjectFacetValueOut] = Field(
        description="By the code of the subject.",
        examples=[{"CM2": {"count": 2, "name": "CM2", "description": "Models of risk"}}],
    )
    categories: dict[str, FacetValueOut] = Field(
        description="By the name of the filter group, or `Bundle`.",
        examples=[{"Bundle": {"count": 1, "name": "Bundle"}}],
    )
    product_types: dict[str, FacetValueOut] = Field(
        description="By the name of the filter group.",
        examples=[{"Tutorial": {"count": 1, "name": "Tutorial"}}],
    )
    products: dict[str, FacetValueOut] = Field(
        description="By the id of the catalogue product.",
        examples=[{"7": {"count": 1, "name": "Tutorial - London"}}],
    )
    modes_of_delivery: dict[str, FacetValueOut] = Field(
        description="By the type of the variation.",
        examples=[{"Tutorial": {"count": 1, "name": "Tutorial"}}],
    )
    exam_sessions: dict[str, FacetValueOut] = Field(
        description="By the code of the exam session.",
        examples=[{"27A": {"count": 2, "name": "27A"}}],
    )
    venues: dict[str, FacetValueOut] = Field(
        description="By the name of the venue.",
        examples=[{"Bridge House": {"count": 1, "name": "Bridge House"}}],
    )
    locations: dict[str, FacetValueOut] = Field(
        description="By the name of the location.",
        examples=[{"London": {"count": 1, "name": "London"}}],
    )
    instructors: dict[str, FacetValueOut] = Field(
        description="By the name of the instructor.",
        examples=[{"Ada Lovelace": {"count": 1, "name": "Ada Lovelace"}}],
    )
    availability: dict[str, FacetValueOut] = Field(
        description="By the availability of the events.",
        examples=[{"available": {"count": 1, "name": "available"}}],
    )


class SearchPageOut(Out):
    """One page of the results of a search, and the counts of all results."""

    products: list[HitOut] = Field(description="The matching products, in order.")
    filter_counts: FilterCountsOut = Field(description="The values of each filter, with counts.")
    pagination: PaginationOut = Field(description="The position of this page.")
