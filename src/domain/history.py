"""The history of changes: who changed what and when, with the old and new values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.reference import Json

type ActorKind = Literal["token", "staff", "import"]
type Change = Literal["insert", "update", "delete", "truncate"]
# The tables of a tutorial event.
type EventPart = Literal["tutorial_events", "tutorial_sessions", "tutorial_session_instructors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who makes a change: the name of a token, a user name, or the file of an import."""

    kind: ActorKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One column; `before` is null for a new row, `after` for a deleted one."""

    field: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change of one row.

    `actor` is None if another system wrote; `role` is the database role in any case. Entries
    with one `transaction` were written together. `row_id` is None if the table was truncated.
    """

    id: int
    at: datetime
    transaction: int
    actor: Actor | None
    role: str
    table: str
    row_id: int | None
    change: Change
    fields: tuple[FieldChange, ...]
