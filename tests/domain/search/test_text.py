"""What a text finds: codes exactly or by their beginning, words with a typo forgiven."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from domain.search.listings.documents import Listing
from tests.domain.search.samples import (
    a_course,
    a_product,
    a_session,
    a_tutorial,
    a_variation,
    an_event,
    ids,
    search,
)


def a_tutorial_in(city: str, number: int = 1, *, event: str = "EDUB-CM2-01-26A") -> Listing:
    titles = (f"{event}-1", f"{event}-2")
    sessions = [a_session(title, location=city, venue="Royal Albert Hotel") for title in titles]
    course = a_course(
        "CM2_f2f_5",
        description="CM2 5-day bundle",
        events=[an_event(event, venue="Café Zürich", sessions=sessions)],
    )
    return a_tutorial(number, name=f"Tutorial - {city}", variations=[course])


NOTES = a_product(7, name="Course Notes", subject_code="CM1", subject_description="Mathematics")
DUBLIN = a_tutorial_in("Dublin")
ONLINE = a_tutorial_in("Live Online", 2, event="ELO-CM2-01-26A")


@pytest.mark.parametrize(
    "text",
    [
        "CM2",
        "cm2",
        "tutorial",
        "Dublin",
        "Dubln",
        "EDUB-CM2-01-26A",
        "edub-cm2-01",
        "EDUB-CM2-01-26A-2",
        "CM2_f2f_5",
        "STORE/1X",
        "P1X",
        "26A",
        "albert",
        "Royal Albert",
        "royl albret",
        "economic",
        "Modeling",
        "5-day",
        "5-day bundle",
        "tutorial dublin cm2",
        "Tutorial - Dublin",
        "  (26A),  ",
        "dublin-tutorial",
        "dublin-tutorail",
    ],
)
def test_a_tutorial_is_found_by(text: str) -> None:
    assert 1 in ids(search(DUBLIN, NOTES, text=text))


@pytest.mark.parametrize("text", ["live online", "live onlne", "onlien LIVE", "live-online"])
def test_the_mode_of_delivery_is_found_by(text: str) -> None:
    assert ids(search(DUBLIN, ONLINE, NOTES, text=text)) == [2]


@pytest.mark.parametrize(
    "text",
    [
        "CM3",
        "EDUB-CM2-02-26A",
        "EDUB-CM2-01-26B",
        "EDUB-CM2-01-26A-3",
        "CM2_f2f_4",
        "CM2_LO_5",
        "UB-CM2-01-26A",
        "4-day",
        "Dbn",
        "Dxxlxn",
        "dublin london",
        "--",
        "\u0301\u0301",
    ],
)
def test_nothing_is_found_by(text: str) -> None:
    assert ids(search(DUBLIN, NOTES, text=text)) == []


@pytest.mark.parametrize("text", ["", " ", "C", " C ", "e\u0301", "\t\n"])
def test_a_text_below_two_characters_is_ignored(text: str) -> None:
    assert ids(search(DUBLIN, NOTES, text=text)) == [7, 1]


@pytest.mark.parametrize("text", ["café zürich", "CAFE ZURICH", "cafe\u0301 zu\u0308rich"])
def test_accents_case_and_composition_make_no_difference(text: str) -> None:
    assert ids(search(DUBLIN, NOTES, text=text)) == [1]
    assert ids(search(DUBLIN, NOTES, text=normalize("NFD", text))) == [1]


def test_a_word_of_a_decomposed_name_is_found() -> None:
    tutorial = a_tutorial(name=normalize("NFD", "Tutorial - Málaga"))
    assert ids(search(tutorial, NOTES, text="málaga")) == [1]


def test_a_typo_is_corrected_only_if_nothing_else_matches() -> None:
    note, notes = a_product(1, name="Note"), a_product(2, name="Nota")
    assert ids(search(note, notes, text="note")) == [1]
    assert ids(search(note, notes, text="nott")) == [2, 1]


@pytest.mark.parametrize(
    ("text", "forgiven"),
    [
        ("lees", True),
        ("leedss", True),
        ("eleds", True),
        ("leexx", False),
        ("manchestre", True),
        ("mnchestr", True),
        ("mnchstr", False),
        ("le-manchestr", True),
    ],
)
def test_one_edit_is_allowed_up_to_five_letters_and_two_above(text: str, *, forgiven: bool) -> None:
    cities = a_tutorial(name="Leeds and Manchester")
    assert bool(ids(search(cities, text=text))) is forgiven


def test_words_of_two_letters_are_never_corrected() -> None:
    assert ids(search(a_product(name="At home"), text="ta")) == []


@pytest.mark.parametrize("text", ["full", "short", "kind", "means", "prose", "brief", "subject"])
def test_every_name_is_searched(text: str) -> None:
    variation = replace(
        a_variation("Means", variation_type="Kind"), description="Prose", description_short="Brief"
    )
    listing = a_product(
        name="Full",
        product_short_name="Short",
        subject_description="Subject",
        variations=[variation],
    )
    assert ids(search(listing, text=text)) == [1]


def test_a_title_is_found_by_its_words() -> None:
    sessions = [a_session("Risk and return, part 2")]
    listing = a_tutorial(variations=[a_course(events=[an_event("E1", sessions=sessions)])])
    assert ids(search(listing, text="retrun")) == [1]
    assert ids(search(listing, text="part 2")) == [1]
    assert ids(search(listing, text="part 3")) == []


def test_texts_can_be_missing() -> None:
    bare = a_product(
        subject_description=None, product_code="", variations=[a_variation("", variation_type="")]
    )
    assert ids(search(bare, text="notes")) == [1]


@pytest.mark.parametrize(
    ("text", "found"), [("tutorial in dublin", [1]), ("in the", []), ("notes for the tutorial", [])]
)
def test_a_function_word_is_ignored_if_there_are_other_words(text: str, found: list[int]) -> None:
    assert ids(search(DUBLIN, NOTES, text=text)) == found
