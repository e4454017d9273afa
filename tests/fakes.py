"""In-memory adapters, which fulfil the same contracts as those on PostgreSQL."""

from domain.search.listings.documents import CatalogueChanges, CatalogueContents
from domain.search.search_index import SearchIndex


class InMemoryFeed:
    """A `CatalogueFeed` of given contents; `loads` counts the full loads.

    It can return the changes since all previous contents, until `forget` is called. `overlooked`
    simulates a change that `is_current` does not detect.
    """

    def __init__(self, contents: CatalogueContents) -> None:
        self._had: dict[str, CatalogueContents] = {}
        self.contents = contents
        self.loads = 0
        self.overlooked = self.has_lost_commits = False

    @property
    def contents(self) -> CatalogueContents:
        return self._contents

    @contents.setter
    def contents(self, contents: CatalogueContents) -> None:
        self._contents = self._had[contents.version] = contents

    def forget(self) -> None:
        self._had.clear()

    def is_current(self, held: SearchIndex) -> bool:
        return held.position == self.contents.position

    def is_complete(self, held: SearchIndex) -> bool:
        return not self.overlooked

    def load(self) -> CatalogueContents:
        self.loads += 1
        self.overlooked = False
        return self.contents

    def can_be_lost(self, held: SearchIndex) -> bool:
        return self.has_lost_commits

    def has_seen(self, held: SearchIndex, version: str) -> bool:
        return held.version == version

    def is_behind(self, held: SearchIndex, version: str) -> bool:
        return False

    def changes(self, held: SearchIndex, at_most: int | None = None) -> CatalogueChanges | None:
        if held.version not in self._had:
            return None
        then, now = self._had[held.version], self.contents
        before = {listing.key: listing for listing in then.listings}
        after = {listing.key: listing for listing in now.listings}
        keys = {key for key in before | after if before.get(key) is not after.get(key)}
        if at_most is not None and len(keys) > at_most:
            return None
        return CatalogueChanges(
            version=now.version,
            position=now.position,
            keys=frozenset(keys),
            listings=tuple(after[key] for key in after if key in keys),
            tree=None if then.tree == now.tree else now.tree,
            events=now.events,
        )
