"""The query parameters of lists, and their conversion to domain queries."""

from typing import Annotated

from pydantic import Field

from api.schemas.input import Strict
from api.schemas.types.choices import Flag
from api.schemas.types.dates import Day
from api.schemas.types.numbers import FromDigits, Id, PageNumber, PageSize
from api.schemas.types.text import Line, Name, Words
from domain.paging import PageRequest
from domain.tutorials.event_filter import EventFilter
from domain.tutorials.rules import LONGEST_REASON

DEFAULT_PAGE = PageRequest()


class PageQuery(Strict):
    page: Annotated[PageNumber, FromDigits] = DEFAULT_PAGE.page
    page_size: Annotated[PageSize, FromDigits] = DEFAULT_PAGE.page_size

    def request(self) -> PageRequest:
        return PageRequest(page=self.page, page_size=self.page_size)


class EventFilterQuery(Strict):
    subject: Name | None = Field(default=None, description="The code of a subject, such as CM2.")
    venue: Words | None = Field(default=None, description="Part of the name of a venue.")
    location: Words | None = Field(default=None, description="Part of the location of a session.")
    instructor: Words | None = Field(
        default=None, description="Part of the name of an instructor of a session."
    )
    starts_from: Day | None = Field(
        default=None, alias="from", description="The earliest first day, inclusive."
    )
    starts_to: Day | None = Field(
        default=None,
        alias="to",
        description="The latest first day, inclusive; no results if before `from`.",
    )
    available: Flag | None = Field(
        default=None,
        description="`true`: events with places left; `false`: events without.",
    )
    cancelled: Flag = Field(
        default=False,
        description="`true`: events that were cancelled; `false`: those that were not.",
    )

    def wanted(self) -> EventFilter:
        return EventFilter(
            **{name: getattr(self, name) for name in EventFilter.__dataclass_fields__}
        )


class EventQuery(EventFilterQuery, PageQuery):
    """A page of the events that match the filters."""


class OverrideQuery(Strict):
    """Whether a write may store sessions that clash."""

    override_clashes: Annotated[Line, Field(max_length=LONGEST_REASON)] | None = Field(
        default=None,
        description="Why sessions are stored although they clash with others. The reason is "
        "stored with the event and shown.",
    )


class ClashQuery(PageQuery):
    """A page of the clashes in a range of days."""

    first_day: Day | None = Field(
        default=None, alias="from", description="The first day (UTC), inclusive."
    )
    last_day: Day | None = Field(
        default=None,
        alias="to",
        description="The last day (UTC), inclusive; no results if before `from`.",
    )


class SubjectQuery(Strict):
    subject_code: Name | None = Field(
        default=None, description="The code of a subject, such as CM2."
    )


class TutorialProductQuery(Strict):
    exam_session: Annotated[Id, FromDigits] = Field(
        description="The id of an exam session.", examples=[1]
    )
    subject_code: Name = Field(description="The code of a subject, such as CM2.", examples=["CM2"])
