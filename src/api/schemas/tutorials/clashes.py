"""Clashes of sessions."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.output import Id, Moment, Out
from api.schemas.paging import PaginationOut
from api.schemas.problem import ProblemOut


class BookedSessionOut(Out):
    """A session that clashes with another one."""

    id: Id = Field(description="The id of the session.", examples=[501])
    event_code: str = Field(
        description="The code of the session's event.", examples=["CM2-LON-120-27A"]
    )
    sequence: int = Field(description="The number of the day in its event, from 1.", examples=[1])
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
    overridden: str | None = Field(
        description="The reason for which clashes of one of the events were allowed; null if they "
        "were not.",
        examples=[None],
    )


class ClashPageOut(Out):
    """One page of clashes."""

    items: list[ClashOut] = Field(description="The clashes, by the start of the first session.")
    pagination: PaginationOut = Field(description="The position of this page.")


class PlannedSessionOut(BookedSessionOut):
    """A session that is stored, or that a request would store."""

    id: Id | None = Field(  # type: ignore[assignment]  # wider than that of a stored one
        description="The id of the session; null if it is not stored yet.", examples=[501]
    )
    pointer: str | None = Field(
        description="The JSON pointer (RFC 6901) of the session in the body of the request; null "
        "if it is not there.",
        examples=["/sessions/0"],
    )


class PlannedClashOut(Out):
    """A clash that a request would cause."""

    kind: Literal["venue", "instructor"] = Field(
        description="What both sessions need.", examples=["venue"]
    )
    name: str = Field(
        description="The name of the venue or of the instructor.", examples=["Bridge House"]
    )
    first: PlannedSessionOut = Field(description="The session that starts first.")
    second: PlannedSessionOut = Field(description="The other session.")


class ClashProblemOut(ProblemOut):
    """A conflict with stored data, such as sessions that clash."""

    # A conflict of another kind has no clashes.
    model_config = ConfigDict(extra="forbid")

    clashes: list[PlannedClashOut] | None = Field(
        default=None,
        description="The first thousand clashes; null or left out if the conflict is another one.",
    )
