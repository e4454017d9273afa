"""In-memory adapters: what the contracts hold of PostgreSQL they hold of these too."""

from domain.search.listings import CatalogueContents


class InMemoryFeed:
    """A `CatalogueFeed` of the contents that are put into it; `loads` counts what it cost."""

    def __init__(self, contents: CatalogueContents) -> None:
        self.contents = contents
        self.loads = 0

    def version(self) -> str:
        return self.contents.version

    def load(self) -> CatalogueContents:
        self.loads += 1
        return self.contents
