"""What a search is made of, read whole: eight statements, whatever the size."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from adapters.catalogue.columns import PRODUCT_FIELDS, VARIATION_FIELDS
from adapters.catalogue.models import (
    FilterConfigurationGroup,
    FilterGroup,
    Price,
    ProductFilterGroup,
    StoreProduct,
)
from adapters.tutorials.models import TutorialEvent, TutorialSession
from adapters.tutorials.reading import event_rows, sessions_by_event
from domain.catalogue import ProductType, product_type
from domain.search import listings
from domain.search.hits import (
    EventHit,
    Hit,
    PriceHit,
    ProductHit,
    TutorialHit,
    TutorialVariationHit,
    VariationHit,
)

type Row = dict[str, Any]


class DjangoCatalogueFeed:
    """`CatalogueFeed` on PostgreSQL."""

    def version(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number || '.' || transaction FROM acted.catalogue_version")
            return str(cursor.fetchone()[0])

    def load(self) -> listings.CatalogueContents:
        with _one_snapshot():
            version = self.version()
            groups = tuple(
                listings.FilterGroup(**row)
                for row in FilterGroup.objects.order_by("id").values("id", "name", "parent_id")
            )
            return listings.CatalogueContents(
                version=version,
                listings=tuple(_listings({group.id: group.name for group in groups})),
                groups=groups,
                facet_groups=_facet_groups(),
            )


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


def _facet_groups() -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    rows = FilterConfigurationGroup.objects.filter(filter_configuration__is_active=True)
    order = ("filter_configuration__display_order", "display_order", "filter_group_id")
    columns = ("filter_configuration__filter_key", "filter_group_id")
    for key, group_id in rows.order_by(*order).values_list(*columns):
        found[key][group_id] = None
    return {key: tuple(group_ids) for key, group_ids in found.items()}


def _listings(group_names: Mapping[int, str]) -> Iterator[listings.Listing]:
    memberships = ProductFilterGroup.objects.values_list("product_id", "product_group_id")
    groups_of = _grouped(memberships)
    prices = _prices()
    events = _events()
    for rows in _products().values():
        group_ids = frozenset(groups_of.get(rows[0]["product_id"], ()))
        names = frozenset(group_names[group_id] for group_id in group_ids)
        kind = product_type(names, rows[0]["product_name"])
        yield listings.Listing(hit=_hit(kind, rows, prices, events), group_ids=group_ids)


def _products() -> dict[tuple[int, ...], list[Row]]:
    """Return the active store products, the first one first, by what makes them one hit."""
    fields = {**PRODUCT_FIELDS, **VARIATION_FIELDS, "sitting": "exam_session_subject_id"}
    found: defaultdict[tuple[int, ...], list[Row]] = defaultdict(list)
    rows = StoreProduct.objects.filter(is_active=True).order_by("id")
    for values in rows.values_list(*fields.values()).iterator():
        row = dict(zip(fields, values, strict=True))
        found[row["product_id"], row["sitting"]].append(row)
    return found


def _prices() -> dict[int, list[PriceHit]]:
    rows = Price.objects.filter(product__is_active=True).order_by("product_id", "id")
    fields = tuple(PriceHit.__dataclass_fields__)
    return _grouped(
        (row.pop("product_id"), PriceHit(**row)) for row in rows.values("product_id", *fields)
    )


def _events() -> dict[int, list[EventHit]]:
    product = "exam_session_subject_product_variation"
    events = TutorialEvent.objects.filter(**{f"{product}__is_active": True})
    sessions = sessions_by_event(
        TutorialSession.objects.filter(**{f"tutorial_event__{product}__is_active": True})
    )
    return _grouped(
        (
            row.pop("store_product_id"),
            EventHit(**row, title=row["code"], price=None, sessions=sessions.get(row["id"], ())),
        )
        for row in event_rows(events)
    )


def _hit(
    kind: ProductType,
    rows: list[Row],
    prices: Mapping[int, list[PriceHit]],
    events: Mapping[int, list[EventHit]],
) -> Hit:
    first = rows[0]["store_product_id"]
    shared = {name: rows[0][name] for name in PRODUCT_FIELDS}
    shared |= {"id": first, "essp_id": first, "store_product_id": first}
    variations = [
        {
            **{name: row[name] for name in VARIATION_FIELDS},
            "prices": tuple(prices.get(row["store_product_id"], ())),
        }
        for row in rows
    ]
    if kind != "Tutorial":
        plain = tuple(VariationHit(**variation) for variation in variations)
        return ProductHit(**shared, type=kind, variations=plain)
    with_events = (
        TutorialVariationHit(
            **variation, events=tuple(events.get(variation["store_product_id"], ()))
        )
        for variation in variations
    )
    return TutorialHit(**shared, type=kind, variations=tuple(with_events))


def _grouped[K, V](pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
