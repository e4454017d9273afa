"""Values from a fixed set: flags, days of the week and availabilities."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.tutorials.availability import Availability

FLAGS: dict[object, bool] = {"true": True, "false": False}
LINK_FLAGS = FLAGS | {"1": True, "0": False}


def _from_word(value: object) -> object:
    return FLAGS.get(value, value) if isinstance(value, str) else value


def _from_link(value: object) -> object:
    return LINK_FLAGS.get(value, value) if isinstance(value, str) else value


def _from_availability(value: object) -> object:
    known = get_args(get_args(SearchedAvailability.__value__)[0])
    if isinstance(value, str) and value in known:
        return Availability(value)
    names = ", ".join(known)
    raise PydanticCustomError("enum", f"Input should be one of: {names}")


Flag = Annotated[bool, BeforeValidator(_from_word)]
type LinkFlag = Annotated[
    bool,
    BeforeValidator(_from_link),
    WithJsonSchema(
        {
            "description": "A flag in a saved link: `1` means true, and `0` means false.",
            "type": "string",
            "enum": list(LINK_FLAGS),
        }
    ),
]
type Weekday = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    Field(description="A day of the week."),
]
# Cancelled events are not in the search.
type SearchedAvailability = Annotated[
    Literal[
        Availability.PAST,
        Availability.CLOSED,
        Availability.SOLD_OUT,
        Availability.UNLIMITED,
        Availability.FEW_LEFT,
        Availability.AVAILABLE,
    ],
    BeforeValidator(_from_availability),
    Field(description="Whether an event can be booked. Cancelled events are not in the search."),
]
