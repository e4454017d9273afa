"""The history of changes, and the actor of a change."""

from contextlib import AbstractContextManager
from typing import Protocol

from domain.history import Actor, HistoryEntry
from domain.paging import Page, PageRequest


class Actors(Protocol):
    def acting(self, actor: Actor) -> AbstractContextManager[None]:
        """Record the writes inside the block as changes by this actor."""
        ...


class History(Protocol):
    def of_event(self, code: str, request: PageRequest) -> Page[HistoryEntry]:
        """Return one page of the changes of an event and its sessions, the latest first.

        An event is found by each code that it has ever had, even after it was deleted.

        Raises:
            NotFound: if no event has ever had the code.

        """
        ...
