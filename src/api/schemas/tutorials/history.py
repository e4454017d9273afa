"""The history of changes."""

from typing import Literal

from pydantic import Field

from api.schemas.output import Id, JsonValue, Moment, Out
from api.schemas.paging import PaginationOut


class ActorOut(Out):
    """Who made a change through this service."""

    kind: Literal["token", "staff", "import"] = Field(
        description="A program with a token, a member of staff, or an import of a file.",
        examples=["staff"],
    )
    name: str = Field(
        description="The name of the token, the user name, or the name of the file.",
        examples=["ada"],
    )


class FieldChangeOut(Out):
    """The change of one column."""

    field: str = Field(description="The name of the column.", examples=["venue"])
    before: JsonValue = Field(
        description="The value before; null for a new row.", examples=["Bridge House"]
    )
    after: JsonValue = Field(
        description="The value after; null for a deleted row.", examples=["Park Row"]
    )


class HistoryEntryOut(Out):
    """One change of one row."""

    id: Id = Field(description="The id of the entry.", examples=[9001])
    at: Moment = Field(
        description="When the change was made.", examples=["2027-01-12T10:15:00+00:00"]
    )
    transaction: Id = Field(
        description="Entries with the same number were made together.", examples=[48211]
    )
    actor: ActorOut | None = Field(
        description="Who made the change; null if another system wrote to the database."
    )
    role: str = Field(
        description="The role that was signed in to the database.", examples=["tutorials"]
    )
    table: str = Field(
        description="The table of the row: `tutorial_events`, `tutorial_sessions` or "
        "`tutorial_session_instructors`.",
        examples=["tutorial_events"],
    )
    row_id: Id | None = Field(description="The id of the row.", examples=[120])
    change: Literal["insert", "update", "delete", "truncate"] = Field(
        description="What was done to the row.", examples=["update"]
    )
    fields: list[FieldChangeOut] = Field(
        description="The columns that differ, by name; all of them for a new or deleted row."
    )


class HistoryPageOut(Out):
    """One page of changes."""

    items: list[HistoryEntryOut] = Field(description="The changes, the latest first.")
    pagination: PaginationOut = Field(description="The position of this page.")
