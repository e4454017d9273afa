"""Where the search index comes from."""

from typing import Protocol

from domain.search.documents import CatalogueChanges, CatalogueContents
from domain.search.search_index import SearchIndex


class CatalogueFeed(Protocol):
    """Reads the contents of the index, whole or only what changed."""

    def is_current(self, index: SearchIndex) -> bool:
        """Return whether an index holds every change that was committed before the call."""
        ...

    def is_complete(self, index: SearchIndex) -> bool:
        """Return whether no change was made in a way that `is_current` and `changes` overlook.

        It costs more than `is_current`; where it is False only `load` helps.
        """
        ...

    def load(self) -> CatalogueContents:
        """Return the contents at one version; what was committed together is seen together."""
        ...

    def changes(self, index: SearchIndex) -> CatalogueChanges | None:
        """Return what brings an index up to date, or None where only `load` can.

        It costs what the changes are worth, whatever the size of the catalogue.
        """
        ...


class CatalogueSource(Protocol):
    def current(self) -> SearchIndex:
        """Return the index with every change that was committed before the call."""
        ...

    def complete(self) -> SearchIndex:
        """Return it also with changes that a feed overlooks; for now and then, as it costs more."""
        ...
