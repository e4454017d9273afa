"""What a query string can ask for, and the domain's own words for it."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from api.inputs import Day, Flag, FromDigits, Id, Name, PageNumber, PageSize, Words
from api.schemas import DEFAULT_PAGE, AtMost, Names, Strict
from domain.paging import PageRequest
from domain.ports import EventFilter
from domain.search.query import Filters


class SearchShortcuts(Strict):
    """Filters that a link can carry; each is OR-ed with the body's filter of its kind."""

    group: Names = Field(default_factory=list, description="More `categories`.")
    tutorial_format: Names = Field(default_factory=list, description="More `categories`.")
    product: Annotated[list[Annotated[Id, FromDigits]], AtMost] = Field(
        default_factory=list, description="More `product_ids`."
    )
    distance_learning: Flag = Field(
        default=False, description="Whether the category `Material` is one of `categories`."
    )

    def chosen(self) -> Filters:
        material = ["Material"] if self.distance_learning else []
        return Filters(
            categories=frozenset([*self.group, *self.tutorial_format, *material]),
            products=frozenset(self.product),
        )


class PageQuery(Strict):
    page: Annotated[PageNumber, FromDigits] = DEFAULT_PAGE.page
    page_size: Annotated[PageSize, FromDigits] = DEFAULT_PAGE.page_size

    def request(self) -> PageRequest:
        return PageRequest(page=self.page, page_size=self.page_size)


class EventQuery(PageQuery):
    subject: Name | None = Field(default=None, description="A subject's code, such as CM2.")
    venue: Words | None = Field(default=None, description="A part of a venue's name.")
    location: Words | None = Field(default=None, description="A part of a session's location.")
    starts_from: Day | None = Field(
        default=None, alias="from", description="The earliest first day, itself included."
    )
    starts_to: Day | None = Field(
        default=None, alias="to", description="The latest first day, itself included."
    )
    available: Flag | None = Field(
        default=None,
        description="Whether there are places left (`true`), or none (`false`).",
    )

    @field_validator("starts_to")
    @classmethod
    def is_not_before_from(cls, to: date | None, others: ValidationInfo) -> date | None:
        earliest = others.data.get("starts_from")
        if to is not None and earliest is not None and to < earliest:
            raise PydanticCustomError("before_from", "Input should not be before `from`")
        return to

    def wanted(self) -> EventFilter:
        return EventFilter(
            subject=self.subject,
            venue=self.venue,
            location=self.location,
            starts_from=self.starts_from,
            starts_to=self.starts_to,
            available=self.available,
        )


class NoQuery(Strict):
    """For a route that takes no parameters, so that any is refused."""
