"""Changes of stored tutorial events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.errors import check
from domain.tutorials.rules import LONGEST_REASON, line_rule
from domain.tutorials.sessions import SessionDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why, when and by whom something was decided about an event.

    Raises:
        Invalid: naming every field that breaks a rule.

    """

    reason: str
    at: datetime
    by: str

    def __post_init__(self) -> None:
        check([line_rule(self, "reason", longest=LONGEST_REASON)])


class Cancellation(Decision):
    """The decision to cancel an event."""

    __slots__ = ()


class ClashOverride(Decision):
    """The decision to allow clashes of an event."""

    __slots__ = ()


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
