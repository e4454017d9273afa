"""A code is matched exactly or by its beginning, and is never taken for another."""

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.search.samples import (
    a_course,
    a_product,
    a_session,
    a_tutorial,
    an_event,
    ids,
    search,
)

# The letter Z begins no other code and no word of the sample.
codes = st.from_regex(r"Z[AB][0-9]{1,2}-[0-9]{1,2}", fullmatch=True)


@given(st.lists(codes, min_size=1, max_size=8), codes, st.integers(2, 6))
def test_a_code_never_matches_a_similar_code(known: list[str], asked: str, length: int) -> None:
    listings = [
        a_tutorial(number, variations=[a_course(events=[an_event(code)])])
        for number, code in enumerate(known)
    ]
    text = asked[:length]
    # A word that is being typed can go on, also when a hyphen follows it.
    begun = [number for number, code in enumerate(known) if code.startswith(text.rstrip("-"))]
    assert sorted(ids(search(*listings, text=text))) == begun


def test_a_code_without_digits_is_a_code() -> None:
    listing = a_product(product_code="FAC")
    assert ids(search(listing, text="FAC")) == [1]
    assert ids(search(listing, text="FA")) == [1]
    assert ids(search(listing, text="FAX")) == []


def test_a_word_with_a_digit_is_never_corrected() -> None:
    listing = a_product(name="CMA1 Leeds")
    assert ids(search(listing, text="CMAL")) == []
    assert ids(search(listing, text="Le3ds")) == []
    assert ids(search(listing, text="CMA Leeds")) == [1]


def test_a_code_is_not_composed_of_words() -> None:
    course = a_course("CM2_f2f_6", description="CM2 5-day bundle")
    assert ids(search(a_tutorial(variations=[course]), text="CM2_f2f_5")) == []


def test_a_code_with_spaces_is_found_by_its_beginning() -> None:
    spaced = a_tutorial(variations=[a_course(events=[an_event("Summer  School A")])])
    assert ids(search(spaced, text="summer school a")) == [1]
    assert ids(search(spaced, text="Summer Sch")) == [1]
    assert ids(search(spaced, text="school")) == []


def test_the_parts_of_a_code_are_not_words() -> None:
    event = an_event("EDUB-CM2-01-26A", sessions=[a_session("EDUB-CM2-01-26A-1")])
    listing = a_tutorial(variations=[a_course(events=[event])])
    assert ids(search(listing, text="01")) == []
    assert ids(search(listing, text="01-26A")) == []
