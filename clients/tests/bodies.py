"""What the tests of writing send."""

from datetime import date
from functools import cache

from tutorial_search_client import TutorialSearch
from tutorial_search_client.models import (
    SearchFilters,
    SearchRequest,
    TutorialEventIn,
    TutorialHitOut,
    TutorialSessionIn,
)


@cache
def store_product_id(address: str) -> int:
    """Return the id of a store product that sells tutorials."""
    body = SearchRequest(filters=SearchFilters(product_types=["Tutorial"]))
    with TutorialSearch(address) as api:
        hits = api.search_unified(body=body).products
    tutorials = [hit for hit in hits if isinstance(hit, TutorialHitOut)]
    return tutorials[0].variations[0].store_product_id


def an_event(code: str, product: int) -> TutorialEventIn:
    day = date(2027, 3, 1)
    session = TutorialSessionIn(
        title="Day 1",
        location="London",
        # Not a room, which several events cannot have on one day.
        venue="Online",
        start_date="2027-03-01T09:00",
        end_date="2027-03-01T17:00",
        sequence=1,
    )
    return TutorialEventIn(
        code=code,
        venue="Bridge House",
        start_date=day,
        end_date=day,
        store_product_id=product,
        remain_space=5,
        sessions=[session],
    )
