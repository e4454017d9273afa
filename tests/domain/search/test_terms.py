"""The look-up of terms against a walk through all of them."""

from hypothesis import given
from hypothesis import strategies as st

from domain.search.index.attributes import Index
from domain.search.index.bitsets import slots_in, union
from domain.search.index.postings import CHUNK, TermIndex
from domain.search.text.bands import best

# Few letters make long runs with one beginning, over the borders of many chunks.
words = st.text("ab\U0010ffff", min_size=1, max_size=9)
terms = st.lists(words, unique=True, max_size=4 * CHUNK)
masks = st.integers(1, 15)


def an_index(masks: dict[str, int]) -> TermIndex:
    return TermIndex().patched({}, masks)


@given(terms, st.text("ab\U0010ffff", max_size=3), st.text("ab\U0010ffff", max_size=3))
def test_terms_are_found_exactly_by_prefix_and_by_range(
    terms: list[str], asked: str, last: str
) -> None:
    masks = {term: 1 << slot for slot, term in enumerate(terms)}
    index = an_index(masks)
    assert index.exactly(asked) == masks.get(asked, 0)
    begun = union(mask for term, mask in masks.items() if term.startswith(asked))
    assert index.beginning_with(asked) == begun
    between = union(mask for term, mask in masks.items() if asked <= term <= last)
    assert index.between(asked, last) == between


@given(
    st.dictionaries(words, masks, max_size=3 * CHUNK),
    st.lists(st.tuples(st.dictionaries(words, masks), st.dictionaries(words, masks)), max_size=4),
    st.text("ab", max_size=2),
)
def test_a_patched_index_equals_a_new_one_and_does_not_change_the_old_one(
    before: dict[str, int], patches: list[tuple[dict[str, int], dict[str, int]]], asked: str
) -> None:
    index, expected = an_index(before), before
    for cleared, put in patches:
        old, was = index, list(index.items())
        index = index.patched(cleared, put)
        expected = {
            term: mask
            for term in expected.keys() | put.keys()
            if (mask := expected.get(term, 0) & ~cleared.get(term, 0) | put.get(term, 0))
        }
        assert list(old.items()) == was
    assert list(index.items()) == sorted(expected.items())
    assert list(index) == sorted(expected)
    begun = union(mask for term, mask in expected.items() if term.startswith(asked))
    assert index.beginning_with(asked) == begun


def test_an_index_that_a_patch_does_not_change_is_the_same() -> None:
    index = an_index({"a": 0b11, "b": 0b01})
    assert index.patched({"a": 0b01}, {"a": 0b01}) is index
    assert index.patched({"c": 0b01}, {}) is index


def test_unchanged_fields_are_shared() -> None:
    index = Index[str]().patched([], [("venue", "leeds", 1), ("code", "cm2", 1)])
    patched = index.patched([("venue", "leeds", 1)], [("venue", "york", 1)])
    assert patched["code"] is index["code"]
    assert list(patched["venue"].items()) == [("york", 1)]
    assert patched["nothing"].exactly("york") == 0


@given(st.sets(st.integers(0, 3000)))
def test_slots_of_a_mask_are_ascending(members: set[int]) -> None:
    assert list(slots_in(union(1 << member for member in members))) == sorted(members)


def test_a_listing_has_only_its_best_score() -> None:
    assert best([(1, 0b111), (3, 0b001), (2, 0b011), (3, 0b100)]) == {3: 0b101, 2: 0b010}
