"""The ports of the search: the feed and the source of the index."""

from typing import NamedTuple, Protocol

from domain.search.listings.documents import CatalogueChanges, CatalogueContents
from domain.search.search_index import SearchIndex


class CatalogueFeed(Protocol):
    """Reads the contents of the index, completely or only changes."""

    def is_current(self, index: SearchIndex) -> bool:
        """Whether an index has every change that was committed before the call."""
        ...

    def is_complete(self, index: SearchIndex) -> bool:
        """Whether there are no changes that `is_current` and `changes` do not detect.

        It costs more than `is_current`. If it is False, use `load`.
        """
        ...

    def load(self) -> CatalogueContents:
        """Return the contents at one version, from a single snapshot."""
        ...

    def changes(self, index: SearchIndex, at_most: int | None = None) -> CatalogueChanges | None:
        """Return the changes that bring an index up to date, or None if only `load` can.

        The cost depends on the number of changes, not on the size of the catalogue. If more than
        `at_most` rows have changed, the result is also None.
        """
        ...

    def can_be_lost(self, index: SearchIndex) -> bool:
        """Whether an index can have commits that the database has lost.

        That is so after a crash, a failover or a restore of the database.
        """
        ...

    def has_seen(self, index: SearchIndex, version: str) -> bool:
        """Return whether an index certainly includes everything in this version."""
        ...

    def is_behind(self, index: SearchIndex, version: str) -> bool:
        """Return whether an index lacks what a version names, and the feed will receive it.

        So it is on a standby of the database, which has not yet replayed a write.
        """
        ...


class Reading(NamedTuple):
    """An index, and its age: the seconds since it was up to date, or None if it is now."""

    catalogue: SearchIndex
    age_seconds: float | None


class CatalogueSource(Protocol):
    def current(self) -> SearchIndex:
        """Return the index with every change that was committed before the call.

        After a change of very many rows, it may be the last index instead (`read`). It never has
        commits that the database lost.
        """
        ...

    def read(self, version: str | None = None) -> Reading:
        """Return the index and its age; with a version, wait until the index includes it."""
        ...

    def complete(self) -> SearchIndex:
        """Return an index that also has undetected changes; it costs more, so call it rarely."""
        ...
