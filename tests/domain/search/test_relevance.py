"""What comes first."""

from itertools import permutations

from domain.search.listings.documents import Listing
from tests.domain.search.samples import (
    a_course,
    a_product,
    a_session,
    a_tutorial,
    an_event,
    ids,
    search,
)


def at(
    number: int,
    *,
    title: str = "Day one",
    venue: str = "Hall",
    location: str = "Bath",
    code: str = "E-1",
) -> Listing:
    session = a_session(title, location=location, venue=venue)
    event = an_event(code, venue=venue, sessions=[session])
    return a_tutorial(number, name="Tutorial", variations=[a_course(events=[event])])


def test_matches_are_ranked_from_a_code_to_two_edits() -> None:
    code = a_product(6, name="Notes", product_code="MARKED")
    code_begun = a_product(5, name="Notes", product_code="MARKED-2")
    word = a_product(4, name="Marked papers")
    word_begun = a_product(3, name="Markedly better")
    unlike = a_product(2, name="Marker")
    listings = (code, code_begun, word, word_begun, unlike)
    assert ids(search(*listings, text="marked")) == [6, 4, 5, 3]


def test_fewer_edits_rank_first() -> None:
    one, two = a_product(2, name="Revision"), a_product(1, name="Revisions")
    assert ids(search(one, two, text="revsion")) == [2, 1]


def test_the_kind_of_product_ranks_before_its_place() -> None:
    listings = (
        at(1, title="Bristol"),
        at(2, venue="Bristol"),
        at(3, location="Bristol"),
        a_tutorial(4, name="Tutorial", variations=[a_course("X", description="Bristol")]),
        a_product(5, name="Notes", subject_description="Bristol"),
        a_product(6, name="Bristol"),
    )
    assert ids(search(*listings, text="bristol")) == [6, 5, 4, 3, 2, 1]


def test_matches_of_codes_are_ranked_by_field() -> None:
    listings = (
        at(1, title="K9"),
        at(2, code="K9"),
        a_product(3, exam_session_code="K9"),
        a_tutorial(4, variations=[a_course("K9")]),
        a_product(5, subject_code="K9"),
        a_product(6, product_code="K9"),
    )
    assert ids(search(*listings, text="k9")) == [6, 5, 4, 3, 2, 1]


def test_the_kind_of_match_ranks_before_the_field() -> None:
    both_words = at(2, location="Leeds", venue="Castle")
    one_begun = a_product(1, name="Leeds Castles")
    assert ids(search(both_words, one_begun, text="leeds castle")) == [2, 1]


def test_a_code_that_equals_the_whole_text_ranks_first() -> None:
    whole = at(9, code="CM2 26A")
    in_parts = a_product(1, subject_code="CM2", exam_session_code="26A")
    assert ids(search(whole, in_parts, text="cm2 26a")) == [9, 1]


def test_a_token_counts_as_its_weakest_part() -> None:
    words = a_product(1, name="Leeds Castle Notes")
    code = a_product(2, name="Notes", product_code="LEEDS-CASTLE")
    assert ids(search(words, code, text="notes leeds-castle")) == [2, 1]
    begun = a_product(3, name="Leeds Castles Notes", subject_code="CB1")
    assert ids(search(words, begun, text="leds-castle")) == [3, 1]


def test_equal_matches_are_sorted_by_subject_short_name_and_id() -> None:
    listings = (
        a_product(1, name="B", subject_code="CM2"),
        a_product(4, name="A", subject_code="CM2"),
        a_product(3, name="A", subject_code="CM2"),
        a_product(2, name="C", subject_code="CB1"),
    )
    assert ids(search(*listings)) == [2, 3, 4, 1]
    assert ids(search(*listings, text="materials")) == [2, 3, 4, 1]


def test_the_order_of_loading_makes_no_difference() -> None:
    listings = (a_product(1, name="Leeds"), at(2, location="Leeds"), at(3, venue="Leeds"))
    answers = {tuple(ids(search(*order, text="leds tutorial"))) for order in permutations(listings)}
    assert answers == {(2, 3)}
