"""The orders of what is found, against sorting by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.search.hits.products import PriceHit
from domain.search.listings.documents import Listing
from domain.search.sorting import Sort
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_product,
    a_tutorial,
    a_variation,
    an_event,
    ids,
    search,
)


def price(amount: int, price_type: str = "standard") -> PriceHit:
    return PriceHit(id=1, price_type=price_type, amount=Decimal(amount), currency="GBP")


def a_book(number: int, *amounts: int, **facts: Any) -> Listing:
    variations = [replace(a_variation(), prices=(price(amount),)) for amount in amounts]
    return a_product(number, variations=variations, **facts)


def a_class(number: int, *days: int, **facts: Any) -> Listing:
    events = [an_event("E1", start_date=date(2026, 1, day)) for day in days]
    return a_tutorial(number, variations=[a_course(events=events)], **facts)


def test_by_the_first_day_of_the_first_event() -> None:
    listings = (a_class(1, 9, 20), a_book(2), a_class(3, 12, 8), a_class(4, 9))
    assert ids(search(*listings, sort="start_date")) == [3, 1, 4, 2]
    assert ids(search(*listings, sort="-start_date")) == [1, 4, 3, 2]


def test_by_the_standard_price() -> None:
    reduced = replace(a_variation(), prices=(price(50), price(1, "reduced")))
    books = (a_book(1, 40), a_book(2, 90, 30), a_product(3, variations=[reduced]), a_book(4))
    assert ids(search(*books, sort="price")) == [2, 1, 3, 4]
    assert ids(search(*books, sort="-price")) == [3, 1, 2, 4]
    only_reduced = replace(a_variation(), prices=(price(35, "reduced"),))
    assert ids(search(*books, a_product(5, variations=[only_reduced]), sort="price"))[1] == 5


def test_the_price_of_a_bundle_is_the_sum_of_its_components() -> None:
    books = (a_book(1, 40), a_book(2, 30))
    bundle = a_bundle(9, *books)
    dear = a_book(3, 75)
    assert ids(search(*books, dear, bundle, sort="price"))[0] == 2
    found = [each.hit for each in search(*books, dear, bundle, sort="-price").hits]
    assert found[0].id in {3, 9}


def test_by_subject_and_then_by_relevance() -> None:
    listings = (
        a_product(1, name="Leeds notes", subject_code="CM2"),
        a_product(2, name="Leedsy", subject_code="CB1"),
        a_product(3, name="Leeds", subject_code="CB1"),
    )
    assert ids(search(*listings, text="leeds", sort="subject")) == [3, 2, 1]
    assert ids(search(*listings, text="leeds", sort="-subject")) == [1, 3, 2]


@given(
    st.lists(st.lists(st.integers(1, 4), max_size=2), min_size=1, max_size=12),
    st.sampled_from(["start_date", "-start_date"]),
    st.integers(1, 3),
)
def test_pages_are_slices_of_a_stable_order(days: list[list[int]], sort: Sort, size: int) -> None:
    listings = [a_class(number, *events) for number, events in enumerate(days, 1)]
    plain = ids(search(*listings, page_size=100))
    firsts = {number: min(events) for number, events in enumerate(days, 1) if events}
    sign = -1 if sort.startswith("-") else 1
    expected = sorted(plain, key=lambda number: sign * firsts.get(number, sign * 99))
    pages = [
        ids(search(*listings, sort=sort, page=page, page_size=size))
        for page in range(1, len(days) + 1)
    ]
    assert [number for page in pages for number in page] == expected
