"""Days and times of day."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from domain.clocks import FIRST_YEAR, LAST_YEAR

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _from_day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value


Day = Annotated[
    date,
    Field(
        ge=date(FIRST_YEAR, 1, 1),
        le=date(LAST_YEAR, 12, 31),
        json_schema_extra={"pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
    ),
    BeforeValidator(_from_day),
]

ClockTime = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", json_schema_extra={"examples": ["09:30"]}),
]
