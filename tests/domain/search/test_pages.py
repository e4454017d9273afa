"""Pages of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search.listings.documents import Listing
from domain.search.query import Schedule
from tests.domain.search.samples import a_product, a_query, ids, search

names = st.sampled_from(["Course Notes", "Revision Notes", "Notebook", "Mock Exam"])
shelves = st.lists(
    st.builds(
        a_product,
        st.integers(1, 999),
        name=names,
        subject_code=st.sampled_from(["CM1", "CM2", "SA7"]),
        subject_description=st.sampled_from(["Notes on risk", "Risk", None]),
    ),
    unique_by=lambda listing: listing.hit.id,
    max_size=30,
)


@given(shelves, st.sampled_from(["", "notes", "note", "ntoes", "CM2 notes"]), st.integers(1, 7))
def test_pages_contain_every_match_once_and_in_order(
    listings: list[Listing], text: str, page_size: int
) -> None:
    whole = search(*listings, text=text, page_size=100)
    pages = [
        search(*listings, text=text, page=number, page_size=page_size)
        for number in range(1, -(-len(whole.hits) // page_size) + 2)
    ]
    assert [number for page in pages for number in ids(page)] == ids(whole)
    assert len(set(ids(whole))) == whole.pagination.total_count


def test_a_page_has_its_position() -> None:
    listings = [a_product(number) for number in range(1, 6)]
    page = search(*listings, page=2, page_size=2)
    assert ids(page) == [3, 4]
    assert page.pagination.total_pages == 3
    assert page.pagination.has_next
    assert page.pagination.has_previous


@pytest.mark.parametrize("page", [2, 10**18])
def test_a_page_beyond_the_last_is_empty(page: int) -> None:
    answer = search(a_product(), page=page)
    assert answer.hits == ()
    assert answer.pagination.total_count == 1


def test_queries_of_other_days_of_the_week_are_not_equivalent() -> None:
    first, second = (
        a_query(schedule=Schedule(weekdays=frozenset(days))) for days in ([1, 2], [1, 3])
    )

    assert first.canonical() != second.canonical()
    assert first.canonical() == a_query(schedule=Schedule(weekdays=frozenset([2, 1]))).canonical()
