"""A page of a search that found a tutorial and a bundle."""

from datetime import date
from decimal import Decimal

from api.examples.tutorials import EVENT
from api.examples.writing import as_json
from domain.paging import PageRequest, Pagination
from domain.search.results import (
    BundleComponent,
    BundleHit,
    ComponentProduct,
    ComponentProductVariation,
    ComponentVariation,
    EventHit,
    FacetValue,
    FilterCounts,
    Match,
    PriceHit,
    SearchPage,
    SubjectFacetValue,
    TutorialHit,
    TutorialVariationHit,
)

PRICE = PriceHit(id=133, price_type="standard", amount=Decimal("755.00"), currency="GBP")
MATCH = Match(text="CM2", field="subject", kind="code")
EVENT_HIT = EventHit(
    id=EVENT.id,
    code=EVENT.code,
    title=EVENT.code,
    venue=EVENT.venue,
    is_soldout=EVENT.is_soldout,
    remain_space=EVENT.remain_space,
    finalisation_date=date(2027, 3, 10),
    start_date=EVENT.start_date,
    end_date=EVENT.end_date,
    price=None,
    sessions=EVENT.sessions,
)
VARIATION = TutorialVariationHit(
    id=61,
    variation_id=12,
    store_product_id=377,
    store_product_code="CM2/TLON/F2F_2/27A",
    variation_type="Tutorial",
    name="Two days",
    code="F2F_2",
    description=None,
    description_short="Two days",
    prices=(PRICE,),
    recommended_product=None,
    events=(EVENT_HIT,),
)
TUTORIAL = TutorialHit(
    item_type="product",
    is_bundle=False,
    id=377,
    essp_id=377,
    store_product_id=377,
    product_id=7,
    product_code="TLON",
    product_name="Tutorial - London",
    product_short_name="Tutorial - London",
    product_description=None,
    buy_both=False,
    subject_id=5,
    subject_code="CM2",
    subject_description="Models of risk",
    exam_session_id=1,
    exam_session_code="27A",
    matched_on=(MATCH,),
    type="Tutorial",
    variations=(VARIATION,),
)
COMPONENT = BundleComponent(
    id=34,
    store_product_id=34,
    product_code="CM2/ASSIGN/MARKED/27A",
    store_product_code="CM2/ASSIGN/MARKED/27A",
    product=ComponentProduct(
        id=4,
        fullname="Assignment Marking",
        type="Markings",
        code="ASSIGN",
        name="Assignment Marking",
        short_name="Assignment Marking",
    ),
    product_variation=ComponentProductVariation(
        id=3,
        name="Marked by a tutor",
        variation_type="Marking",
        description_short="With comments",
    ),
    variation=ComponentVariation(
        id=6,
        variation_id=3,
        variation_type="Marking",
        name="Marked by a tutor",
        code="MARKED",
        description="Returned with comments within a week.",
        description_short="With comments",
    ),
    prices=(PriceHit(id=134, price_type="standard", amount=Decimal("120.00"), currency="GBP"),),
    default_price_type="standard",
    quantity=1,
    sort_order=1,
)
BUNDLE = BundleHit(
    item_type="bundle",
    is_bundle=True,
    id=3,
    essp_id=3,
    type="Bundle",
    bundle_type="store",
    code="CM2",
    name="CM2 marking bundle",
    bundle_name="CM2 marking bundle",
    shortname="CM2 marking bundle",
    fullname="CM2 marking bundle",
    description=None,
    is_featured=True,
    subject_id=5,
    subject_code="CM2",
    subject_description="Models of risk",
    exam_session_id=1,
    exam_session_code="27A",
    components_count=1,
    components=(COMPONENT,),
    matched_on=(MATCH,),
)
PAGE = SearchPage(
    products=(BUNDLE, TUTORIAL),
    filter_counts=FilterCounts(
        subjects={"CM2": SubjectFacetValue(count=2, name="CM2", description="Models of risk")},
        categories={"Bundle": FacetValue(count=1, name="Bundle")},
        product_types={"Tutorial": FacetValue(count=1, name="Tutorial")},
        products={"7": FacetValue(count=1, name="Tutorial - London")},
        modes_of_delivery={"Tutorial": FacetValue(count=1, name="Tutorial")},
        exam_sessions={"27A": FacetValue(count=2, name="27A")},
        venues={"Bridge House": FacetValue(count=1, name="Bridge House")},
        locations={"London": FacetValue(count=1, name="London")},
        availability={"available": FacetValue(count=1, name="available")},
    ),
    pagination=Pagination.of(PageRequest(), 2),
)

ANSWERS = {"SearchPage": as_json(SearchPage, PAGE)}
