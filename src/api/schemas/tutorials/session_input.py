"""A session of an event, as clients send it."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from api.schemas.read_only import WithReadOnly, document_read_only
from api.schemas.types.numbers import INT32, Id, Whole
from api.schemas.types.text import Line, Words
from domain.clocks import DEFAULT_TIME_ZONE, exact_time
from domain.errors import FieldError, Invalid
from domain.instructors.names import LONGEST_FULL_NAME
from domain.tutorials.rules import LARGEST_INTEGER, LONGEST_URL
from domain.tutorials.sessions import SessionDraft, TutorialSession

SECONDS, OFFSET = r"(:[0-9]{2}(\.[0-9]{1,6})?)?", r"(Z|[+-][0-9]{2}:[0-9]{2})?"
TIME = rf"^20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}{SECONDS}{OFFSET}$"


def _is_time(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"Not a time: {error}") from None
    return value


# A local time in the zone of the session, or a time with an offset.
Time = Annotated[str, Field(pattern=TIME), AfterValidator(_is_time)]
Sequence = Annotated[int, Field(ge=1, le=LARGEST_INTEGER, json_schema_extra=INT32), Whole]
MOST_INSTRUCTORS = 50
# Ids are numbers, as a name can consist of digits.
type InstructorRef = Annotated[
    Annotated[Line, Field(max_length=LONGEST_FULL_NAME)] | Id,
    Field(description="The name of an instructor, in any spelling, or the id, as a number."),
]
TIMES = {"start_date", "end_date"}
TIME_HELP = "A time with its UTC offset, or a local time in `time_zone`."


class TutorialSessionIn(WithReadOnly):
    """One day of a tutorial event."""

    model_config = ConfigDict(json_schema_extra=document_read_only)

    id: Id | None = Field(
        default=None,
        description="The id of the stored session to replace. Without an id, the session with the "
        "same sequence is replaced, or a new one is added.",
        examples=[None],
    )
    title: Words = Field(description="The title.", examples=["Models of risk, day 1"])
    location: Words = Field(description="The town, region or `Live Online`.", examples=["London"])
    venue: Words = Field(description="The building.", examples=["Bridge House"])
    start_date: Time = Field(
        description=f"When the session starts. {TIME_HELP}", examples=["2027-03-24T09:00"]
    )
    end_date: Time = Field(
        description=f"When the session ends. {TIME_HELP}", examples=["2027-03-24T17:00"]
    )
    sequence: Sequence = Field(
        description="The number of the day in the event, from 1.", examples=[1]
    )
    url: Annotated[str, Field(max_length=LONGEST_URL)] | None = Field(
        default=None,
        description="The http or https address of an online meeting, if any.",
        examples=[None],
    )
    time_zone: Annotated[str, Field(max_length=64)] = Field(
        default=DEFAULT_TIME_ZONE,
        description="The IANA time zone of the place.",
        examples=["Europe/London"],
    )
    instructors: Annotated[list[InstructorRef], Field(max_length=MOST_INSTRUCTORS)] = Field(
        default_factory=list,
        description="The instructors, each by name, in any spelling, or by id.",
        examples=[[]],
    )

    @classmethod
    def read_only(cls) -> frozenset[str]:
        return frozenset(TutorialSession.__dataclass_fields__) - frozenset(cls.model_fields)

    def draft(self) -> SessionDraft:
        """Return the draft of the session.

        Raises:
            Invalid: naming every field that breaks a rule.

        """
        return SessionDraft(**self.values(set(type(self).model_fields), self.time_zone))

    def values(self, names: Collection[str], time_zone: str) -> dict[str, Any]:
        """Return the values of these fields, with local times in a zone.

        Raises:
            Invalid: naming every time that does not exist or that occurs twice.

        """
        values = self.model_dump(include=set(names) - {"id"})
        if "instructors" in values:
            values["instructors"] = tuple(self.instructors)
        errors: list[FieldError] = []
        for name in TIMES & values.keys():
            with collected_errors(errors, rename={"time": name}):
                moment = datetime.fromisoformat(values[name])
                values[name] = exact_time(moment, time_zone)
        if errors:
            raise Invalid(*dict.fromkeys(errors))
        return values


@contextmanager
def collected_errors(
    errors: list[FieldError], *, prefix: str = "", rename: Mapping[str, str] | None = None
) -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        names = rename or {}
        errors += [
            FieldError(prefix + names.get(each.field, each.field), each.message)
            for each in error.errors
        ]
