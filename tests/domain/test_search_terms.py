"""The look-up of terms against a walk through all of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.search.masks import Postings, positions, union
from domain.search.term_index import BLOCK, TermIndex
from domain.search.tiers import best

# Few letters make long runs with one beginning, over the borders of many blocks.
terms = st.lists(st.text("ab\U0010ffff", min_size=1, max_size=9), unique=True, max_size=4 * BLOCK)


@settings(derandomize=True, deadline=None)
@given(terms, st.text("ab\U0010ffff", max_size=3))
def test_terms_are_found_whole_and_by_their_beginning(terms: list[str], asked: str) -> None:
    masks = {term: 1 << position for position, term in enumerate(terms)}
    index = TermIndex(Postings(masks))
    assert index.exactly(asked) == masks.get(asked, 0)
    begun = union(mask for term, mask in masks.items() if term.startswith(asked))
    assert index.beginning_with(asked) == begun


@settings(derandomize=True, deadline=None)
@given(st.sets(st.integers(0, 3000)))
def test_a_mask_gives_its_positions_in_order(members: set[int]) -> None:
    assert list(positions(union(1 << member for member in members))) == sorted(members)


def test_a_term_that_none_bears_is_not_kept_by_asking() -> None:
    postings = Postings()
    assert postings["nothing"] == 0
    assert not postings


def test_a_listing_keeps_its_best_score_only() -> None:
    assert best([(1, 0b111), (3, 0b001), (2, 0b011), (3, 0b100)]) == {3: 0b101, 2: 0b010}
