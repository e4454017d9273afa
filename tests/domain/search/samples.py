"""Small catalogues for tests: each builder fills in what a test does not care about."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from domain.paging import PageRequest
from domain.search.hits.bundles import (
    BundleComponent,
    BundleHit,
    ComponentProduct,
    ComponentProductVariation,
    ComponentVariation,
)
from domain.search.hits.products import (
    EventHit,
    PriceHit,
    ProductHit,
    RecommendedProduct,
    TutorialHit,
    TutorialVariationHit,
    VariationHit,
)
from domain.search.listings.documents import (
    AnyListing,
    BundleListing,
    CatalogueContents,
    FilterGroup,
    FilterTree,
    Listing,
    bundle_key,
    product_key,
)
from domain.search.query import NO_SCHEDULE, Filters, Schedule, SearchQuery
from domain.search.results import SearchResults
from domain.search.search_index import SearchIndex
from domain.search.sorting import RELEVANCE, Sort
from domain.tutorials.sessions import TutorialSession

MORNING, EVENING = datetime(2026, 1, 7, 9, tzinfo=UTC), datetime(2026, 1, 7, 17, tzinfo=UTC)

DAY = MORNING.date()


def a_session(
    title: str = "Introduction",
    *,
    location: str = "London",
    venue: str = "BPP Waterloo",
    start: datetime = MORNING,
    end: datetime | None = None,
) -> TutorialSession:
    return TutorialSession(
        id=1,
        title=title,
        location=location,
        venue=venue,
        start_date=start,
        end_date=end or start + (EVENING - MORNING),
        sequence=1,
        url=None,
        has_url=False,
        time_zone="Europe/London",
    )


def an_event(
    code: str,
    *,
    venue: str = "To be confirmed",
    sessions: Iterable[TutorialSession] = (),
    places: int = 12,
    start_date: date = DAY,
    end_date: date = DAY,
    finalisation_date: date | None = None,
    is_unlimited: bool = False,
) -> EventHit:
    return EventHit(
        id=1,
        code=code,
        title=code,
        venue=venue,
        is_soldout=False,
        remain_space=places,
        finalisation_date=finalisation_date,
        start_date=start_date,
        end_date=end_date,
        price=None,
        is_unlimited=is_unlimited,
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
    return _listing(hit, groups)


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
    return _listing(hit, groups)


def a_bundle(
    number: int = 1, *components: Listing, name: str = "Everything", **facts: Any
) -> BundleListing:
    """Return a bundle of the first variation of each of the listings."""
    facts = _sitting() | facts
    hit = BundleHit(
        **facts,
        item_type="bundle",
        is_bundle=True,
        id=number,
        essp_id=number,
        type="Bundle",
        bundle_type="store",
        code=facts["subject_code"],
        name=name,
        bundle_name=name,
        shortname=name,
        fullname=name,
        description=None,
        is_featured=False,
        components_count=len(components),
        components=tuple(_component(place, each) for place, each in enumerate(components, 1)),
        matched_on=(),
    )
    return BundleListing(key=bundle_key(number), hit=hit, components=components)


def a_recommendation(store_product_id: int) -> RecommendedProduct:
    return RecommendedProduct(
        essp_id=store_product_id,
        product_id=9,
        product_code="REC",
        product_name="Flash Cards",
        product_short_name="Flash Cards",
        store_product_id=store_product_id,
        variation_type="Printed",
        variation_name="Printed",
        prices=(),
    )


def a_group(number: int, name: str, parent_id: int | None = None) -> FilterGroup:
    return FilterGroup(id=number, name=name, description="", parent_id=parent_id)


def contents(
    *listings: AnyListing,
    version: str = "1",
    groups: Iterable[FilterGroup] = (),
    facet_groups: Mapping[str, tuple[int, ...]] | None = None,
) -> CatalogueContents:
    return CatalogueContents(
        version=version,
        position=version,
        listings=listings,
        tree=FilterTree(groups=tuple(groups), facet_groups=dict(facet_groups or {})),
    )


def a_query(
    text: str = "",
    *,
    page: int = 1,
    page_size: int = 20,
    schedule: Schedule = NO_SCHEDULE,
    include_bundles: bool = True,
    min_score: int = 0,
    sort: Sort = RELEVANCE,
    **filters: Iterable[str] | Iterable[int],
) -> SearchQuery:
    """Return a query; `filters` are those of `Filters`, by name."""
    chosen: dict[str, Any] = {name: frozenset(values) for name, values in filters.items()}
    return SearchQuery(
        text=text,
        filters=Filters(**chosen),
        schedule=schedule,
        page=PageRequest(page=page, page_size=page_size),
        include_bundles=include_bundles,
        min_score=min_score,
        sort=sort,
    )


def search(
    *listings: AnyListing,
    groups: Iterable[FilterGroup] = (),
    facet_groups: Mapping[str, tuple[int, ...]] | None = None,
    **asked: Any,
) -> SearchResults:
    """Search a catalogue of these listings for what `a_query` is made of."""
    catalogue = SearchIndex(contents(*listings, groups=groups, facet_groups=facet_groups))
    return catalogue.search(a_query(**asked))


def ids(answer: SearchResults) -> list[int]:
    return [found.hit.id for found in answer.hits]


def counts(answer: SearchResults, facet: str) -> dict[str, int]:
    """Return the counts of a facet by key."""
    return {key: value.count for key, value in getattr(answer.filter_counts, facet).items()}


def _listing(hit: TutorialHit | ProductHit, groups: Iterable[int]) -> Listing:
    key = product_key(hit.id, 1)
    return Listing(key=key, hit=hit, group_ids=frozenset(groups))


def _component(place: int, listing: Listing) -> BundleComponent:
    hit, variation = listing.hit, listing.hit.variations[0]
    return BundleComponent(
        id=variation.store_product_id,
        store_product_id=variation.store_product_id,
        product_code=variation.store_product_code,
        store_product_code=variation.store_product_code,
        product=ComponentProduct(
            id=hit.product_id,
            fullname=hit.product_name,
            type=hit.type,
            code=hit.product_code,
            name=hit.product_name,
            short_name=hit.product_short_name,
        ),
        product_variation=ComponentProductVariation(
            id=variation.variation_id,
            name=variation.name,
            variation_type=variation.variation_type,
            description_short=variation.description_short,
        ),
        variation=ComponentVariation(
            id=variation.id,
            variation_id=variation.variation_id,
            variation_type=variation.variation_type,
            name=variation.name,
            code=variation.code,
            description=variation.description,
            description_short=variation.description_short,
        ),
        prices=variation.prices,
        default_price_type="standard",
        quantity=1,
        sort_order=place,
    )


def _product(number: int, name: str) -> dict[str, Any]:
    return {
        **_sitting(),
        "item_type": "product",
        "is_bundle": False,
        "id": number,
        "essp_id": number,
        "store_product_id": number,
        "product_id": number,
        "product_code": f"P{number}X",
        "product_name": name,
        "product_short_name": name.removeprefix("Tutorial - "),
        "product_description": None,
        "buy_both": False,
        "matched_on": (),
    }


def _sitting() -> dict[str, Any]:
    return {
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
        "variation_id": 1,
        "store_product_id": store_product_id,
        "store_product_code": f"STORE/{store_product_id}X",
        "variation_type": variation_type,
        "name": name,
        "code": None,
        "description": None,
        "description_short": None,
        "prices": (price,),
        "recommended_product": None,
    }
