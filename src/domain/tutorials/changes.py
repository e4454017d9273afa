"""Changes of stored tutorial events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.errors import check
from domain.tutorials.rules import LONGEST_REASON, line_rule
from domain.tutorials.sessions import SessionDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Why, when and by whom an event is cancelled.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    reason: str
    at: datetime
    by: str

    def __post_init__(self) -> None:
        check([line_rule(self, "reason", longest=LONGEST_REASON)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashOverride:
    """Why, when and by whom clashes of an event were allowed.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    reason: str
    at: datetime
    by: str

    def __post_init__(self) -> None:
        check([line_rule(self, "reason", longest=LONGEST_REASON)])


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """The changes to a stored event.

    `values` are the event's new values by field name, `sessions` the same by the id of a session.
    `removed_sessions` are the ids of sessions to delete.
    """

    id: int
    code: str
    values: Mapping[str, object]
    sessions: Mapping[int, Mapping[str, object]]
    new_sessions: tuple[SessionDraft, ...]
    removed_sessions: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.sessions or self.new_sessions or self.removed_sessions)
