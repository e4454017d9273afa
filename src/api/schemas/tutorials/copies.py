"""The request to copy an event."""

from pydantic import Field

from api.schemas.input import Strict
from api.schemas.tutorials.event_input import Count, NewCode
from api.schemas.types.dates import Day
from api.schemas.types.numbers import Id
from domain.editing.copying import CopyRequest, RepeatedTime


class EventCopyIn(Strict):
    """What is different in a copy of a tutorial event."""

    code: NewCode = Field(
        description="The unique code of the new event.", examples=["CM2-LON-033-27B"]
    )
    start_date: Day = Field(
        description="The first day of the new event. All other days move by the same number of "
        "days, and each session keeps the time that the clocks in its zone show.",
        examples=["2027-09-22"],
    )
    store_product_id: Id | None = Field(
        default=None,
        description="The id of the store product that sells the new event; by default that of "
        "the original.",
        examples=[None],
    )
    remain_space: Count | None = Field(
        default=None,
        description="The number of places left; by default that of the original.",
        examples=[20],
    )
    repeated_time: RepeatedTime = Field(
        default="refuse",
        description="Which of two equal times is meant, if a session gets a time that its clocks "
        "show twice because they go back. By default, such a time is refused.",
        examples=["refuse"],
    )

    def request(self) -> CopyRequest:
        """Return the copy that is wanted."""
        return CopyRequest(**self.model_dump())
