"""Tutorial events with their sessions."""

from datetime import date

from pydantic import Field

from api.schemas.output import Id, Moment, Out
from api.schemas.paging import PaginationOut
from domain.tutorials.availability import Availability


class TutorialSessionOut(Out):
    """One day of a tutorial event."""

    id: Id = Field(description="The id of the session.", examples=[501])
    title: str = Field(description="The title of the session.", examples=["Models of risk, day 1"])
    location: str = Field(description="The town, region or `Live Online`.", examples=["London"])
    venue: str = Field(description="The building.", examples=["Bridge House"])
    start_date: Moment = Field(
        description="When the session starts, with the UTC offset of the place at that time.",
        examples=["2027-03-24T09:00:00+00:00"],
    )
    end_date: Moment = Field(
        description="When the session ends, with the UTC offset of the place at that time.",
        examples=["2027-03-24T17:00:00+00:00"],
    )
    sequence: int = Field(description="The number of the day in the event, from 1.", examples=[1])
    url: str | None = Field(
        description="The address of an online meeting, if any. A setting of the service can hide "
        "it from callers without the scope `tutorials:read`.",
        examples=[None],
    )
    has_url: bool = Field(
        description="Whether there is an address, also if it is hidden.", examples=[False]
    )
    time_zone: str = Field(
        description="The IANA time zone of the place.", examples=["Europe/London"]
    )
    instructors: list[str] = Field(
        description="The names of the instructors, by name; empty if none are planned.",
        examples=[["Ada Lovelace"]],
    )


class TutorialEventOut(Out):
    """A tutorial event with its sessions."""

    id: Id = Field(description="The id of the event.", examples=[120])
    code: str = Field(description="The unique code of the event.", examples=["CM2-LON-032-27A"])
    venue: str = Field(description="The venue of the event.", examples=["Bridge House"])
    is_soldout: bool = Field(description="Whether staff marked it as sold out.", examples=[False])
    remain_space: int = Field(description="The number of places left.", examples=[12])
    finalisation_date: date | None = Field(
        description="The day on which the event is finalised, if one is set.",
        examples=["2027-03-10"],
    )
    start_date: date = Field(description="The first day of the event.", examples=["2027-03-24"])
    end_date: date = Field(description="The last day of the event.", examples=["2027-03-31"])
    store_product_id: Id = Field(
        description="The id of the store product that sells the event.", examples=[377]
    )
    subject_code: str = Field(description="The code of the subject.", examples=["CM2"])
    exam_session_code: str = Field(description="The code of the exam session.", examples=["27A"])
    product_name: str = Field(
        description="The full name of the catalogue product.", examples=["Tutorial - London"]
    )
    variation_name: str = Field(
        description="The name of the product variation.", examples=["Two days"]
    )
    is_unlimited: bool = Field(
        description="Whether the number of places is not limited.", examples=[False]
    )
    cancelled_at: Moment | None = Field(
        description="When the event was cancelled; null if it was not.", examples=[None]
    )
    cancelled_by: str | None = Field(
        description="The token or the account that cancelled the event.", examples=[None]
    )
    cancelled_reason: str | None = Field(
        description="Why the event was cancelled.", examples=[None]
    )
    clash_override_at: Moment | None = Field(
        description="When clashes of the sessions were allowed; null if they were not.",
        examples=[None],
    )
    clash_override_by: str | None = Field(
        description="The token or the account that allowed them.", examples=[None]
    )
    clash_override_reason: str | None = Field(
        description="Why the sessions were stored although they clash.", examples=[None]
    )
    availability: Availability = Field(
        description="Whether the event can be booked.", examples=["available"]
    )
    availability_reason: str = Field(
        description="Why the event has this availability.", examples=["12 places are left."]
    )
    sessions: list[TutorialSessionOut] = Field(
        description="The sessions, ascending by sequence; empty if none are planned."
    )


class TutorialEventPageOut(Out):
    """One page of tutorial events."""

    items: list[TutorialEventOut] = Field(
        description="The events, ascending by first day, then by code."
    )
    pagination: PaginationOut = Field(description="The position of this page.")
