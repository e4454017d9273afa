"""The quick look-ups of guesses against walks through all that there is."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from domain.search.text.words.scripts import LONGEST_END, ends_of
from domain.search.text.words.spelling import Vocabulary
from domain.search.text.words.tokens import code_key
from tests.domain.search.samples import a_product, ids, search

words = st.text("abc", min_size=1, max_size=9)


@given(st.lists(words, max_size=20), words)
def test_near_beginnings_equal_a_loop_over_all_words(known: list[str], asked: str) -> None:
    most = 0 if len(asked) < 4 else 1 if len(asked) < 8 else 2
    expected = {
        (word[:length], OSA.distance(asked, word[:length]))
        for word in known
        for length in range(1, len(word))
        if most and OSA.distance(asked, word[:length]) <= most
    }
    if len(asked) == 4:
        expected = {(begun, edits) for begun, edits in expected if begun[0] == asked[0]}
    assert set(Vocabulary(known).near_beginnings(asked)) == expected


@given(st.text("東京都会場国際", min_size=1, max_size=12), st.data())
def test_every_part_of_a_text_without_spaces_begins_a_suffix(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    assert any(end.startswith(part[:LONGEST_END]) for end in ends_of(text))
    if len(part) > 1:
        assert ids(search(a_product(1, name=text), text=part)) == [1]


@given(st.lists(st.from_regex(r"[a-z]{1,2}|[0-9]{1,2}", fullmatch=True), min_size=1, max_size=5))
def test_a_code_key_has_separators_only_between_digits(parts: list[str]) -> None:
    key = parts[0]
    for first, second in pairwise(parts):
        key += ("-" if first.isdigit() and second.isdigit() else "") + second
    for sign in (" ", "-", "_", " - ", "/"):
        assert code_key(sign.join(parts)) == key
    assert code_key(key) == key


@given(st.lists(st.text("abcdef", min_size=3, max_size=6), min_size=2, max_size=4, unique=True))
def test_two_words_written_together_find_their_name(names: list[str]) -> None:
    listing = a_product(1, name=" ".join(names), subject_code="ZZ9", product_code="ZZP")
    for first, second in pairwise(names):
        assert ids(search(listing, text=first + second)) == [1]
