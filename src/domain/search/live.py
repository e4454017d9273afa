"""The catalogue as it is now: read anew when it changed, by one thread for all."""

from threading import Lock

from domain.ports import CatalogueFeed
from domain.search.catalogue import Catalogue


class LiveCatalogue:
    """The `CatalogueSource` that follows a feed.

    One thread at a time loads and builds, aside; the others wait for it and share what it made.
    """

    def __init__(self, feed: CatalogueFeed) -> None:
        self._feed = feed
        self._lock = Lock()
        self._held: Catalogue | None = None
        # Loads are counted; `_held` is what came of number `_held_load`.
        self._begun_loads = self._held_load = 0

    def current(self) -> Catalogue:
        """Return the catalogue with every change that was committed before the call.

        While nothing changes it costs one look at the feed's version; else it waits for the load
        under way, which may have begun too early, and for the next.
        """
        begun_before = self._begun_loads
        version = self._feed.version()
        held = self._held
        if held is not None and held.version == version:
            return held
        with self._lock:
            held = self._held
            # A load that began after this call has seen whatever was committed before it, even
            # if its version is another than the one this call read.
            begun_since = self._held_load > begun_before
            if held is not None and (begun_since or held.version == version):
                return held
            return self._load()

    def _load(self) -> Catalogue:
        self._begun_loads += 1
        self._held = Catalogue(self._feed.load())
        self._held_load = self._begun_loads
        return self._held
