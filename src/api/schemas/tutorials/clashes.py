"""Clashes of sessions."""

from typing import Literal

from pydantic import Field

from api.schemas.output import Id, Moment, Out
from api.schemas.paging import PaginationOut


class BookedSessionOut(Out):
    """A session that clashes with another one."""

    id: Id = Field(description="The id of the session.", examples=[501])
    event_code: str = Field(
        description="The code of the session's event.", examples=["CM2-LON-120-27A"]
    )
    title: str = Field(description="The title of the session.", examples=["Models of risk, day 1"])
    location: str = Field(description="The town or region.", examples=["London"])
    venue: str = Field(description="The building.", examples=["Bridge House"])
    start_date: Moment = Field(
        description="When the session starts.", examples=["2027-03-24T09:00:00+00:00"]
    )
    end_date: Moment = Field(
        description="When the session ends.", examples=["2027-03-24T17:00:00+00:00"]
    )
    instructors: list[str] = Field(
        description="The names of the instructors, if known.", examples=[[]]
    )


class ClashOut(Out):
    """Two sessions at the same time that need the same venue or instructor."""

    kind: Literal["venue", "instructor"] = Field(
        description="What both sessions need.", examples=["venue"]
    )
    name: str = Field(
        description="The name of the venue or of the instructor.", examples=["Bridge House"]
    )
    first: BookedSessionOut = Field(description="The session that starts first.")
    second: BookedSessionOut = Field(description="The other session.")


class ClashPageOut(Out):
    """One page of clashes."""

    items: list[ClashOut] = Field(description="The clashes, by the start of the first session.")
    pagination: PaginationOut = Field(description="The position of this page.")
