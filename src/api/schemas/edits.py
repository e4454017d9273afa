"""What is to be stored of an event and its sessions, as clients send it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from api.schemas.input import Strict
from api.schemas.types import INT32, Day, Id, Line, Whole, Words
from domain.clocks import DEFAULT_TIME_ZONE, exact_time
from domain.editing import EVERYTHING, EventEdit
from domain.errors import FieldError, Invalid
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.rules import LARGEST_INTEGER, LONGEST_CODE, LONGEST_REASON, LONGEST_URL
from domain.tutorials.sessions import SessionDraft, TutorialSession

MOST_SESSIONS = 500
SECONDS, OFFSET = r"(:[0-9]{2}(\.[0-9]{1,6})?)?", r"(Z|[+-][0-9]{2}:[0-9]{2})?"
TIME = rf"^20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}{SECONDS}{OFFSET}$"


def _is_time(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"Not a time: {error}") from None
    return value


# A time of the wall clock in the zone of the session, or a time with an offset.
Time = Annotated[str, Field(pattern=TIME), AfterValidator(_is_time)]
Count = Annotated[int, Field(ge=0, le=LARGEST_INTEGER, json_schema_extra=INT32), Whole]
Sequence = Annotated[int, Field(ge=1, le=LARGEST_INTEGER, json_schema_extra=INT32), Whole]
NewCode = Annotated[Words, Field(max_length=LONGEST_CODE)]
TIME_HELP = "A time with its UTC offset, or the time that the clocks in `time_zone` show."


class WithReadOnly(Strict):
    """Accepts the fields that an answer has in addition, and ignores them.

    So what was read can be changed and sent back.
    """

    @model_validator(mode="before")
    @classmethod
    def _without_read_only(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {name: each for name, each in value.items() if name not in cls.read_only()}

    @classmethod
    def read_only(cls) -> frozenset[str]:
        return frozenset()


def document_read_only(schema: dict[str, Any], model: type[WithReadOnly]) -> None:
    """Show the fields that are ignored."""
    for name in sorted(model.read_only()):
        schema["properties"][name] = {"readOnly": True, "description": "Ignored."}


class TutorialSessionIn(WithReadOnly):
    """One day of a tutorial event, as it is to be."""

    model_config = ConfigDict(json_schema_extra=document_read_only)

    id: Id | None = Field(
        default=None,
        description="The id of the session of the event that becomes this one. Without it, the "
        "session with the same sequence does, or a new one is added.",
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

    def draft(self) -> SessionDraft:
        """Return what is to be stored.

        Raises:
            Invalid: naming every field that breaks a rule.

        """
        values = self.model_dump(exclude={"id"})
        errors: list[FieldError] = []
        for name in ("start_date", "end_date"):
            with _collected(errors, rename={"time": name}):
                moment = datetime.fromisoformat(values[name])
                values[name] = exact_time(moment, self.time_zone)
        if errors:
            raise Invalid(*dict.fromkeys(errors))
        return SessionDraft(**values)

    @classmethod
    def of(cls, session: TutorialSession) -> dict[str, Any]:
        """Return the fields of a stored session, as a client could send them."""
        values = asdict(session)
        for name in ("start_date", "end_date"):
            values[name] = values[name].isoformat()
        return {name: values[name] for name in cls.model_fields}


class CancellationIn(Strict):
    """Why an event is cancelled."""

    reason: Annotated[Line, Field(max_length=LONGEST_REASON)] = Field(
        description="The reason, as people will read it.", examples=["The tutor is ill."]
    )


class TutorialEventIn(WithReadOnly):
    """A tutorial event with its sessions, as it is to be."""

    model_config = ConfigDict(json_schema_extra=document_read_only)

    code: NewCode = Field(description="The unique code of the event.", examples=["CM2-LON-032-27A"])
    venue: Words = Field(description="The venue of the event.", examples=["Bridge House"])
    is_soldout: bool = Field(
        default=False, description="Whether it is marked as sold out.", examples=[False]
    )
    remain_space: Count = Field(default=0, description="The number of places left.", examples=[12])
    finalisation_date: Day | None = Field(
        default=None,
        description="The day on which the event is finalised, if one is set.",
        examples=["2027-03-10"],
    )
    start_date: Day = Field(description="The first day of the event.", examples=["2027-03-24"])
    end_date: Day = Field(description="The last day of the event.", examples=["2027-03-31"])
    is_unlimited: bool = Field(
        default=False,
        description="Whether the number of places is not limited.",
        examples=[False],
    )
    store_product_id: Id = Field(
        description="The id of the store product that sells the event.", examples=[377]
    )
    sessions: Annotated[list[TutorialSessionIn], Field(max_length=MOST_SESSIONS)] = Field(
        default_factory=list,
        description="The sessions. Stored sessions that are not among them are deleted.",
    )

    @classmethod
    def read_only(cls) -> frozenset[str]:
        return frozenset(TutorialEvent.__dataclass_fields__) - frozenset(cls.model_fields)

    def edit(self, touched: frozenset[str] = EVERYTHING) -> EventEdit:
        """Return what is to be stored; of the fields, only those that are touched change.

        Raises:
            Invalid: naming every field of the event and of its sessions that breaks a rule.

        """
        errors: list[FieldError] = []
        sessions: list[SessionDraft] = []
        for number, session in enumerate(self.sessions):
            with _collected(errors, prefix=f"sessions[{number}]."):
                sessions.append(session.draft())
        errors += self._repeated_sequences()
        values = self.model_dump(exclude={"sessions", "store_product_id"})
        with _collected(errors):
            EventDraft(**values, sessions=())
        if errors:
            raise Invalid(*errors)
        return EventEdit(
            event=EventDraft(**values, sessions=tuple(sessions)),
            store_product_id=self.store_product_id,
            session_ids=tuple(session.id for session in self.sessions),
            touched=touched,
        )

    @classmethod
    def of(cls, event: TutorialEvent) -> dict[str, Any]:
        """Return the fields of a stored event, as a client could send them."""
        values = {name: getattr(event, name) for name in cls.model_fields}
        sessions = [TutorialSessionIn.of(session) for session in event.sessions]
        return {**values, "sessions": sessions}

    def _repeated_sequences(self) -> Iterator[FieldError]:
        sequences = [session.sequence for session in self.sessions]
        for number, sequence in enumerate(sequences):
            if sequences.count(sequence) > 1:
                message = f"more than one session has the sequence {sequence}"
                yield FieldError(f"sessions[{number}].sequence", message)


@contextmanager
def _collected(
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
