"""A tutorial event and its cancellation, as clients send them."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.input import Strict
from api.schemas.read_only import WithReadOnly, document_read_only
from api.schemas.tutorials.session_input import TutorialSessionIn, collected_errors
from api.schemas.types.dates import Day
from api.schemas.types.numbers import INT32, Id, Whole
from api.schemas.types.text import Line, Words
from domain.editing.changes import EventEdit
from domain.errors import FieldError, Invalid
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.rules import LARGEST_INTEGER, LONGEST_CODE, LONGEST_REASON
from domain.tutorials.sessions import SessionDraft

MOST_SESSIONS = 500
Count = Annotated[int, Field(ge=0, le=LARGEST_INTEGER, json_schema_extra=INT32), Whole]
NewCode = Annotated[Words, Field(max_length=LONGEST_CODE)]


class CancellationIn(Strict):
    """Why an event is cancelled."""

    reason: Annotated[Line, Field(max_length=LONGEST_REASON)] = Field(
        description="The reason, which is shown to people.", examples=["The tutor is ill."]
    )


class TutorialEventIn(WithReadOnly):
    """A tutorial event with its sessions, to create or to replace one."""

    model_config = ConfigDict(json_schema_extra=document_read_only)

    code: NewCode = Field(description="The unique code of the event.", examples=["CM2-LON-032-27A"])
    venue: Words = Field(description="The venue of the event.", examples=["Bridge House"])
    is_soldout: bool = Field(
        default=False, description="Whether the event is marked as sold out.", examples=[False]
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

    def edit(self) -> EventEdit:
        """Return the whole event as it is to be.

        Raises:
            Invalid: naming every field of the event and of its sessions that breaks a rule.

        """
        errors: list[FieldError] = []
        values = self.model_dump(exclude={"sessions", "store_product_id"})
        with collected_errors(errors):
            sessions = self.drafts()
        with collected_errors(errors):
            EventDraft(**values, sessions=())
        if errors:
            raise Invalid(*errors)
        return EventEdit(
            event=EventDraft(**values, sessions=sessions),
            store_product_id=self.store_product_id,
            session_ids=tuple(session.id for session in self.sessions),
        )

    def drafts(self) -> tuple[SessionDraft, ...]:
        """Return the sessions.

        Raises:
            Invalid: naming every field that breaks a rule.

        """
        errors: list[FieldError] = []
        sessions: list[SessionDraft] = []
        for number, session in enumerate(self.sessions):
            with collected_errors(errors, prefix=f"sessions[{number}]."):
                sessions.append(session.draft())
        errors += self._repeated_sequences()
        if errors:
            raise Invalid(*errors)
        return tuple(sessions)

    def _repeated_sequences(self) -> Iterator[FieldError]:
        sequences = [session.sequence for session in self.sessions]
        for number, sequence in enumerate(sequences):
            if sequences.count(sequence) > 1:
                message = f"more than one session has the sequence {sequence}"
                yield FieldError(f"sessions[{number}].sequence", message)
