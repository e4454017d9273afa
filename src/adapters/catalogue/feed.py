"""What a search is made of: read whole, or only what changed since it was read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, transaction

from adapters.catalogue.affected import (
    changed_bundles,
    changed_store_products,
    keys_showing,
    sold_under,
)
from adapters.catalogue.bundling import Bundling
from adapters.catalogue.changed import MOST, Changed, read_changed
from adapters.catalogue.filter_tree import read_filter_tree
from adapters.catalogue.selling import Selling
from adapters.catalogue.version import CatalogueVersion
from domain.search.listings import (
    CatalogueChanges,
    CatalogueContents,
    ListingKey,
    bundle_key,
)


class Held(Protocol):
    """What is asked of a catalogue that is to be brought up to date."""

    @property
    def version(self) -> str: ...

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]: ...


class DjangoCatalogueFeed:
    """`CatalogueFeed` on PostgreSQL."""

    def __init__(self) -> None:
        self._version = CatalogueVersion()

    def version(self) -> str:
        return self._version.read()

    def close(self) -> None:
        """Let go of the connection that is kept for the version."""
        self._version.close()

    def load(self) -> CatalogueContents:
        """Return everything: eleven statements, whatever the size."""
        with _one_snapshot():
            version = self.version()
            selling = Selling()
            return CatalogueContents(
                version=version,
                listings=(*selling.listings(), *Bundling().listings(selling)),
                tree=read_filter_tree(),
            )

    def changes(self, held: Held) -> CatalogueChanges | None:
        with _one_snapshot():
            found = read_changed(held.version)
            return _changes(found, held) if found else None


def _changes(found: Changed, held: Held) -> CatalogueChanges | None:
    keys = _changed_keys(found, held)
    if len(keys) > MOST:
        return None
    bundling = Bundling([number for kind, number, _ in keys if kind == "bundle"])
    sold = sold_under(keys) | bundling.store_product_ids
    selling = Selling(sold)
    return CatalogueChanges(
        version=found.version,
        keys=frozenset(keys),
        listings=(*selling.listings(keys), *bundling.listings(selling)),
        tree=read_filter_tree() if found.is_of_filters else None,
    )


def _changed_keys(found: Changed, held: Held) -> set[ListingKey]:
    store_products = changed_store_products(found)
    keys = {bundle_key(bundle_id) for bundle_id in changed_bundles(found)}
    if store_products:
        keys |= keys_showing(store_products) | held.keys_of(store_products)
    return keys


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """Let all statements of the block see the database at one moment.

    Inside a transaction of the caller's, that transaction's own view holds.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
