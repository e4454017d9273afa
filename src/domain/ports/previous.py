"""The lists of the previous system."""

from collections.abc import Sequence
from typing import Protocol

from domain.previous import ListedEvent, SoldVariation, TutorialProduct


class PreviousLists(Protocol):
    """The lists of the previous system's routes; each runs a fixed number of statements.

    A subject's code matches case-insensitively; None means no filter.
    """

    def events(self, subject_code: str | None) -> Sequence[ListedEvent]:
        """Return the tutorial events, ordered by start date, then code."""
        ...

    def tutorial_products(
        self, *, exam_session_id: int | None = None, subject_code: str | None = None
    ) -> Sequence[TutorialProduct]:
        """Return the active tutorials for sale, ordered by store product id."""
        ...

    def variations(self, product_id: int, subject_code: str | None) -> Sequence[SoldVariation]:
        """Return the variations of a catalogue product, ordered by store product id.

        Raises:
            NotFound: if no catalogue product has this id.

        """
        ...

    def event_code(self, event_id: int) -> str:
        """Return the code of the event with this id.

        Raises:
            NotFound: when there is none.

        """
        ...
