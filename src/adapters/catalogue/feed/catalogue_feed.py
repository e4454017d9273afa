"""Reads the contents of the search index, completely or only changes."""

import logging
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from adapters.catalogue.changes.change_log import MOST, Changed, read_changed, read_position
from adapters.catalogue.changes.guard import Guard, read_guard
from adapters.catalogue.changes.position import Position
from adapters.catalogue.changes.version import CatalogueVersion, State
from adapters.catalogue.feed.affected_listings import (
    changed_bundles,
    changed_store_products,
    keys_showing,
    sold_under,
)
from adapters.catalogue.feed.bundle_listings import Bundling
from adapters.catalogue.feed.event_updates import read_directory, read_updates
from adapters.catalogue.feed.filter_tree import read_filter_tree
from adapters.catalogue.feed.product_listings import Selling
from adapters.postgres.snapshot import one_snapshot
from domain.search.events.directory import EventDirectory
from domain.search.listings.documents import (
    AnyListing,
    CatalogueChanges,
    CatalogueContents,
    ListingKey,
    bundle_key,
)

logger = logging.getLogger(__name__)


class IndexState(Protocol):
    """The parts of an index that an update needs."""

    @property
    def position(self) -> object: ...

    @property
    def events(self) -> EventDirectory: ...

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]: ...

    def listing(self, key: ListingKey) -> AnyListing: ...


class DjangoCatalogueFeed:
    """`CatalogueFeed` on PostgreSQL; its positions are `Position`s."""

    def __init__(self) -> None:
        self._version = CatalogueVersion()
        self._unlogged: tuple[str, ...] = ()

    def is_current(self, index: IndexState) -> bool:
        position = _position(index)
        return position is not None and self._version.state_of(position) == State.CURRENT

    def is_complete(self, index: IndexState) -> bool:
        position = _position(index)
        return position is not None and self._read_guard().trace == position.guard

    def can_be_lost(self, index: IndexState) -> bool:
        position = _position(index)
        return position is None or self._version.state_of(position) == State.ELSEWHERE

    def close(self) -> None:
        """Close the connection of the version query."""
        self._version.close()

    def load(self) -> CatalogueContents:
        """Return everything; fourteen statements, independent of the size."""
        guard = self._read_guard()
        with one_snapshot():
            position = read_position(guard.trace)
            events = read_directory()
            selling = Selling(events)
            return CatalogueContents(
                version=position.version,
                position=position,
                listings=(*selling.listings(), *Bundling().listings(selling)),
                tree=read_filter_tree(),
                events=events,
            )

    def changes(self, index: IndexState, at_most: int | None = None) -> CatalogueChanges | None:
        position = _position(index)
        if position is None:
            return None
        with one_snapshot():
            found = read_changed(position, at_most)
            if found is None or not self._has_lost_nothing(position, found.position):
                return None
            return _changes(found, index, at_most or MOST)

    def has_seen(self, index: IndexState, version: str) -> bool:
        position = _position(index)
        return position is not None and position.has_seen(version)

    def is_behind(self, index: IndexState, version: str) -> bool:
        position = _position(index)
        return position is not None and position.is_behind(version)

    def _has_lost_nothing(self, before: Position, now: Position) -> bool:
        """Return whether a restart cannot have lost a write that was not logged."""
        if now.server == before.server:
            return True
        guard = self._read_guard()
        return guard.trace == before.guard and not guard.unlogged

    def _read_guard(self) -> Guard:
        guard = read_guard()
        if guard.unlogged and guard.unlogged != self._unlogged:
            logger.warning(
                "The triggers that log changes do not fire for every writer of %s:"
                " changes show up late. Run manage.py migrate.",
                ", ".join(guard.unlogged),
            )
        self._unlogged = guard.unlogged
        return guard


def _position(index: IndexState) -> Position | None:
    """Return the position of an index, if it was created by this feed."""
    return index.position if isinstance(index.position, Position) else None


def _changes(found: Changed, index: IndexState, most: int) -> CatalogueChanges | None:
    changed = changed_store_products(found)
    if len(changed) > most:
        return None
    updates = read_updates(index.events, found, changed)
    events = index.events.updated(updates)
    keys = _changed_keys(found, index, changed)
    if len(keys) > most:
        return None
    with_changed_events = dict(_with_changed_events(index, events, updates.ids, keys))
    bundling = Bundling([number for kind, number, _ in keys if kind == "bundle"])
    sold = sold_under(keys) | bundling.store_product_ids
    selling = Selling(events, sold)
    return CatalogueChanges(
        version=found.position.version,
        position=found.position,
        keys=frozenset(keys | with_changed_events.keys()),
        listings=(
            *selling.listings(keys),
            *bundling.listings(selling),
            *with_changed_events.values(),
        ),
        tree=read_filter_tree() if found.is_of_filters else None,
        events=events,
    )


def _with_changed_events(
    index: IndexState,
    events: EventDirectory,
    event_ids: Collection[int],
    read: Collection[ListingKey],
) -> Iterator[tuple[ListingKey, AnyListing]]:
    """Yield the listings whose events changed, with the current events, except those in `read`."""
    if not event_ids:
        return
    store_products = index.events.products_of(event_ids) | events.products_of(event_ids)
    for key in index.keys_of(store_products).difference(read):
        before = index.listing(key)
        after = before.with_events(events)
        if after is not before:
            yield key, after


def _changed_keys(found: Changed, index: IndexState, store_products: set[int]) -> set[ListingKey]:
    keys = {bundle_key(bundle_id) for bundle_id in changed_bundles(found)}
    if store_products:
        keys |= keys_showing(store_products) | index.keys_of(store_products)
    return keys
