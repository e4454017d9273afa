"""Active store products with all their data, and their listings.

The number of statements is the same for everything and for a few store products.
"""

from collections.abc import Collection, Iterator, Sequence

from adapters.catalogue.feed import queries
from adapters.catalogue.feed.columns import PRODUCT_FIELDS, VARIATION_FIELDS
from adapters.postgres.statements import Only, Row, grouped
from domain.catalogue import product_type
from domain.search.events.directory import EventDirectory
from domain.search.hits.products import (
    PriceHit,
    ProductHit,
    RecommendedProduct,
    TutorialHit,
    TutorialVariationHit,
    VariationHit,
)
from domain.search.listings.documents import Listing, ListingKey, product_key
from domain.search.results import SingleHit


class Selling:
    """The active store products in `only`, and their recommendations.

    Their events come from a directory, and are not read again.
    """

    def __init__(self, events: EventDirectory, only: Only = None) -> None:
        self._events = events
        self._recommended = queries.recommended(only)
        every = None if only is None else {*only, *self._recommended.values()}
        self.rows = queries.store_products(every)
        self._prices = queries.prices(every)
        products = None if only is None else {row["product_id"] for row in self}
        self._groups = queries.groups(products)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows.values())

    def listings(self, keys: Collection[ListingKey] | None = None) -> Iterator[Listing]:
        """Return the listings with these keys, or all; each with all of its variations."""
        found = grouped((product_key(row["product_id"], row["sitting_id"]), row) for row in self)
        for key, sold in found.items():
            if keys is None or key in keys:
                yield self._listing(key, sold, [self._recommendation(row) for row in sold])

    def alone(self, store_product_id: int) -> Listing:
        """Return one store product as a listing without other variations."""
        row = self.rows[store_product_id]
        return self._listing(product_key(row["product_id"], row["sitting_id"]), [row], [None])

    def prices(self, store_product_id: int) -> tuple[PriceHit, ...]:
        return tuple(self._prices.get(store_product_id, ()))

    def _listing(
        self, key: ListingKey, sold: Sequence[Row], beside: Sequence[RecommendedProduct | None]
    ) -> Listing:
        groups = self._groups.get(sold[0]["product_id"], [])
        names = frozenset(name for _, name in groups)
        return Listing(
            key=key,
            hit=self._hit(sold, beside, names),
            group_ids=frozenset(group_id for group_id, _ in groups),
        )

    def _hit(
        self,
        sold: Sequence[Row],
        beside: Sequence[RecommendedProduct | None],
        group_names: frozenset[str],
    ) -> SingleHit:
        first = sold[0]
        shared = {name: first[name] for name in PRODUCT_FIELDS}
        for name in ("id", "essp_id", "store_product_id"):
            shared[name] = first["store_product_id"]
        shared |= {"item_type": "product", "is_bundle": False, "matched_on": ()}
        variations = [
            {
                **{name: row[name] for name in VARIATION_FIELDS},
                "prices": self.prices(row["store_product_id"]),
                "recommended_product": recommended,
            }
            for row, recommended in zip(sold, beside, strict=True)
        ]
        kind = product_type(group_names, first["product_name"])
        if kind != "Tutorial":
            plain = tuple(VariationHit(**variation) for variation in variations)
            return ProductHit(**shared, type=kind, variations=plain)
        with_events = (
            TutorialVariationHit(
                **variation, events=self._events.of_product(variation["store_product_id"])
            )
            for variation in variations
        )
        return TutorialHit(**shared, type=kind, variations=tuple(with_events))

    def _recommendation(self, row: Row) -> RecommendedProduct | None:
        other = self._recommended.get(row["store_product_id"])
        if other is None:
            return None
        recommended = self.rows[other]
        return RecommendedProduct(
            essp_id=other,
            product_id=recommended["product_id"],
            product_code=recommended["product_code"],
            product_name=recommended["product_name"],
            product_short_name=recommended["product_short_name"],
            store_product_id=other,
            variation_type=recommended["variation_type"],
            variation_name=recommended["name"],
            prices=self.prices(other),
        )
