"""Small catalogues for tests: each builder fills in what a test does not care about."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from domain.paging import PageRequest
from domain.search.catalogue import Catalogue
from domain.search.hits import (
    EventHit,
    PriceHit,
    ProductHit,
    SearchPage,
    TutorialHit,
    TutorialVariationHit,
    VariationHit,
)
from domain.search.listings import CatalogueContents, FilterGroup, Listing
from domain.search.query import Filters, SearchQuery
from domain.tutorials import StoredSession

MORNING, EVENING = datetime(2026, 1, 7, 9, tzinfo=UTC), datetime(2026, 1, 7, 17, tzinfo=UTC)


def a_session(
    title: str = "Introduction", *, location: str = "London", venue: str = "BPP Waterloo"
) -> StoredSession:
    return StoredSession(
        id=1,
        title=title,
        location=location,
        venue=venue,
        start_date=MORNING,
        end_date=EVENING,
        sequence=1,
        url=None,
        time_zone="Europe/London",
    )


def an_event(
    code: str, *, venue: str = "To be confirmed", sessions: Iterable[StoredSession] = ()
) -> EventHit:
    return EventHit(
        id=1,
        code=code,
        title=code,
        venue=venue,
        is_soldout=False,
        remain_space=12,
        finalisation_date=None,
        start_date=date(2026, 1, 7),
        end_date=date(2026, 1, 7),
        price=None,
        sessions=tuple(sessions),
    )


def a_variation(
    name: str = "Printed", *, variation_type: str = "Printed", store_product_id: int = 1
) -> VariationHit:
    return VariationHit(**_variation(name, variation_type, store_product_id))


def a_course(
    name: str = "CM2_f2f_5",
    *,
    description: str | None = None,
    events: Iterable[EventHit] = (),
    store_product_id: int = 1,
) -> TutorialVariationHit:
    facts = _variation(name, "Tutorial", store_product_id)
    return TutorialVariationHit(
        **facts | {"code": name, "description": description}, events=tuple(events)
    )


def a_tutorial(
    number: int = 1,
    *,
    variations: Iterable[TutorialVariationHit] = (),
    groups: Iterable[int] = (),
    name: str = "Tutorial - London",
    **facts: Any,
) -> Listing:
    """Return a listing of type Tutorial; `facts` replace any other field of its hit."""
    hit = TutorialHit(
        **_product(number, name) | facts, type="Tutorial", variations=tuple(variations)
    )
    return Listing(hit=hit, group_ids=frozenset(groups))


def a_product(
    number: int = 1,
    *,
    kind: Literal["Materials", "Markings"] = "Materials",
    variations: Iterable[VariationHit] = (),
    groups: Iterable[int] = (),
    name: str = "Course Notes",
    **facts: Any,
) -> Listing:
    """Return a listing of another type; `facts` replace any other field of its hit."""
    hit = ProductHit(**_product(number, name) | facts, type=kind, variations=tuple(variations))
    return Listing(hit=hit, group_ids=frozenset(groups))


def a_group(number: int, name: str, parent_id: int | None = None) -> FilterGroup:
    return FilterGroup(id=number, name=name, parent_id=parent_id)


def contents(
    *listings: Listing,
    version: str = "1",
    groups: Iterable[FilterGroup] = (),
    facet_groups: Mapping[str, tuple[int, ...]] | None = None,
) -> CatalogueContents:
    return CatalogueContents(
        version=version,
        listings=listings,
        groups=tuple(groups),
        facet_groups=dict(facet_groups or {}),
    )


def search(
    *listings: Listing,
    text: str = "",
    page: int = 1,
    page_size: int = 20,
    groups: Iterable[FilterGroup] = (),
    facet_groups: Mapping[str, tuple[int, ...]] | None = None,
    **filters: Iterable[str] | Iterable[int],
) -> SearchPage:
    """Search a catalogue of these listings; `filters` are those of `Filters`, by name."""
    chosen: dict[str, Any] = {name: frozenset(values) for name, values in filters.items()}
    query = SearchQuery(
        text=text, filters=Filters(**chosen), page=PageRequest(page=page, page_size=page_size)
    )
    return Catalogue(contents(*listings, groups=groups, facet_groups=facet_groups)).search(query)


def ids(page: SearchPage) -> list[int]:
    return [hit.id for hit in page.products]


def _product(number: int, name: str) -> dict[str, Any]:
    return {
        "id": number,
        "essp_id": number,
        "store_product_id": number,
        "product_id": number,
        "product_code": f"P{number}X",
        "product_name": name,
        "product_short_name": name.removeprefix("Tutorial - "),
        "product_description": None,
        "buy_both": False,
        "subject_id": 1,
        "subject_code": "CM2",
        "subject_description": "Economic Modelling",
        "exam_session_id": 1,
        "exam_session_code": "26A",
    }


def _variation(name: str, variation_type: str, store_product_id: int) -> dict[str, Any]:
    price = PriceHit(id=1, price_type="standard", amount=Decimal("755.00"), currency="GBP")
    return {
        "id": store_product_id,
        "store_product_id": store_product_id,
        "store_product_code": f"STORE/{store_product_id}X",
        "variation_type": variation_type,
        "name": name,
        "code": None,
        "description": None,
        "description_short": None,
        "prices": (price,),
    }
