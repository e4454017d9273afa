"""Events without the links of their online meetings, for those who may not see them."""

from dataclasses import replace
from typing import Any, ClassVar, Protocol

from domain.tutorials.sessions import TutorialSession


class WithSessions(Protocol):
    """An event, of which only the sessions matter here."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def sessions(self) -> tuple[TutorialSession, ...]: ...


def without_links[E: WithSessions](event: E) -> E:
    """Return the event with null in the place of each link; `has_url` stays."""
    if not any(session.url for session in event.sessions):
        return event
    hidden = tuple(replace(session, url=None) for session in event.sessions)
    return replace(event, sessions=hidden)
