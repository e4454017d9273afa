"""Words and codes as people type them: with symbols, apart, as one, unfinished, abbreviated."""

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search.listings.documents import Listing
from domain.search.search_index import SearchIndex
from domain.search.text.words.synonyms import Synonyms
from tests.domain.search.samples import (
    a_course,
    a_product,
    a_query,
    a_session,
    a_tutorial,
    an_event,
    contents,
    ids,
    search,
)


def named(*names: str) -> list[Listing]:
    """Return products of these names, numbered from 1; none has a code that begins a word."""
    facts: dict[str, Any] = {
        "subject_code": "ZZ9",
        "subject_description": None,
        "exam_session_code": "Z26",
    }
    return [
        a_product(number, name=name, product_code=f"ZP{number}", **facts)
        for number, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    "text", ["CM2", "CM 2", "CM-2", "cm_2", "cm.2", "CM/2", "cm \u2013 2", "(CM 2)"]
)
@pytest.mark.parametrize("other", ["{}", "{} notes", "notes {}"])
def test_a_code_is_found_in_every_spelling(text: str, other: str) -> None:
    listings = [
        a_product(number, name="Notes part 2", subject_code=code)
        for number, code in enumerate(["CM1", "CM2", "CB2", "CM21"], 1)
    ]
    found = ids(search(*listings, text=other.format(text)))
    assert found[0] == 2
    assert 1 not in found
    assert 3 not in found


def test_an_unknown_code_does_not_match_a_similar_one_in_any_spelling() -> None:
    listings = [a_product(1, name="A 3-day course", subject_code="CM1")]
    assert [ids(search(*listings, text=text)) for text in ("CM 3", "CM-3", "cm_3")] == [[], [], []]
    assert ids(search(*listings, text="course 3")) == [1]


def test_the_parts_of_an_event_code_can_be_separate_words() -> None:
    listings = [a_course(events=[an_event(f"EDUB-CM2-0{n}-26A")]) for n in (1, 2)]
    tutorials = [a_tutorial(n, variations=[each]) for n, each in enumerate(listings, 1)]
    for text in ("EDUB CM2 02 26A", "edub cm 2 02", "EDUB/CM2/02/26A"):
        assert ids(search(*tutorials, text=text)) == [2], text


@given(st.from_regex(r"[A-Z]{2,3}[0-9]{1,2}", fullmatch=True), st.sampled_from(" -_./"))
def test_a_separator_before_digits_makes_no_difference(code: str, separator: str) -> None:
    at = next(place for place, letter in enumerate(code) if letter.isdigit())
    listing = a_product(1, subject_code=code)
    text = code[:at] + separator + code[at:]
    assert ids(search(listing, text=text)) == [1]


LABS = ["Lab C", "Lab C++", "Lab C#", "Lab .NET", "Lab F#", "Net Premiums", "R&D Lab", "100% Lab"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        *[("c++", 2), ("C#", 3), (".NET", 4), ("f#", 5), ("r&d", 7), ("100%", 8)],
        *[
            ("lab c++", 2),
            ("lab c#", 3),
            ("lab .net", 4),
            ("(C++)", 2),
            ("C#.", 3),
            ("c+ lab", 2),
            ("lab c ++", 2),
        ],
    ],
)
def test_a_symbol_is_part_of_a_name(text: str, first: int) -> None:
    assert ids(search(*named(*LABS), text=text))[0] == first


def test_an_unknown_symbol_is_ignored() -> None:
    assert ids(search(*named("Notes"), text="notes+")) == [1]
    assert ids(search(a_product(1, subject_code="CM2"), text="#CM2")) == [1]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_word_is_corrected_if_its_exact_matches_lead_to_no_result(*, reverse: bool) -> None:
    halls = named("Weavers' Hall", "Weaver's Yard", "Leeds Castle", "Lead Mill")
    listings = halls[::-1] if reverse else halls
    asked = {"weavers yard": 2, "weaver yard": 2, "leads castle": 3, "leads mill": 4, "yards": 2}
    assert {text: ids(search(*listings, text=text))[:1] for text in asked} == {
        text: [number] for text, number in asked.items()
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("edinbr", 1), ("edinbrg", 1), ("manchst", 2), ("manhc", 2), ("birmign", 3)],
        *[("tutorial manchst", 2), ("liveonline", 4), ("live-online", 4), ("liveonl", 4)],
        *[("man chester", 2), ("man ches", 2), ("man chestr", 2), ("birming ham", 3)],
        *[
            ("on line", 4),
            ("stjohns", 5),
            ("st johns", 5),
            ("st. john\u2019s", 5),
            ("st john\u00b4s", 5),
        ],
        *[("tutorialmanchester", 2), ("companies", 6), ("hypotheses", 7), ("e-book", 8)],
        *[
            ("ebook", 8),
            ("e book", 8),
            ("zz 9 edinb", 1),
            ("zz9manchester", 2),
            ("edinburghzz9", 1),
        ],
    ],
)
def test_an_incomplete_name_is_found(text: str, number: int) -> None:
    listings = named(
        *("Tutorial Edinburgh", "Tutorial Manchester", "Tutorial Birmingham", "Live Online"),
        *("St John's House", "Company Law", "Hypothesis Testing", "eBook"),
    )
    assert ids(search(*listings, text=text))[:1] == [number]


def test_only_the_last_word_may_be_incomplete_and_misspelt() -> None:
    listings = named("Tutorial Manchester")
    assert ids(search(*listings, text="manchst tutorial")) == []


SYNONYMS = Synonyms("# Short forms\nmaths = mathematics\nstats = statistics\nf2f=face to face\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [("maths", [3, 1]), ("Stats", [2]), ("maths notes", [1]), ("f2f", [4]), ("mathematics", [1])],
)
def test_a_synonym_is_found_after_the_word_itself(text: str, found: list[int]) -> None:
    listings = named("Mathematics notes", "Statistics", "Maths", "Face to face")
    catalogue = SearchIndex(contents(*listings), synonyms=SYNONYMS)
    assert ids(catalogue.search(a_query(text))) == found


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Cœur de ville", ["coeur", "cœur", "COEUR"]),
        ("Straße", ["strasse", "straße", "STRASSE"]),
        ("Malmö", ["malmo", "malmö", "malmoe"]),
        ("Tromsø", ["tromso", "tromsø", "tromsoe"]),
        ("Łódź", ["lodz", "Łódź"]),
        ("Århus", ["arhus", "aarhus", "århus"]),
        ("Þingvellir", ["thingvellir", "þingvellir"]),
        ("Diyarbak\u0131r", ["diyarbakir", "DİYARBAKIR"]),
        ("Đakovo Ħamrun Ŧana", ["dakovo", "hamrun", "tana"]),
        ("Ærø", ["aero", "ærø"]),
        ("Borgarfjörður", ["borgarfjordur"]),
        ("München", ["munchen", "muenchen", normalize("NFD", "münchen")]),
    ],
)
def test_letters_are_found_in_plain_spelling(name: str, texts: list[str]) -> None:
    for text in texts:
        (found,) = search(*named(name, "Notes"), text=text).hits
        assert (found.hit.id, found.matched_on[0].kind) == (1, "word"), text


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("東京国際会場", ["東京", "国際", "会場", "国際会場"]),
        ("กรุงเทพมหานคร", ["กรุงเทพ", "มหานคร"]),
        ("オンライン講座", ["オンライン", "講座", "ライン"]),
        ("東京Online講座", ["東京", "online", "講座"]),
        ("서울국제회의장", ["국제", "회의장"]),
        ("หนังสือเรียน", ["หนังสือ", "เรียน"]),
    ],
)
def test_a_part_of_a_text_without_spaces_is_found(name: str, parts: list[str]) -> None:
    listings = named(name, "Notes")
    for part in parts:
        assert ids(search(*listings, text=part)) == [1], part
        assert ids(search(*listings, text=f"{part} {parts[0]}")) == [1], part


def test_vowel_marks_are_part_of_a_word() -> None:
    assert ids(search(*named("हिंदी", "हद"), text="हिंदी")) == [1]


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u200e"])
def test_invisible_characters_are_ignored(sign: str) -> None:
    listings = [*named("Notes"), a_product(2, name="Lee\u00adds", subject_code="CM2")]
    assert ids(search(*listings, text=f"C{sign}M2")) == [2]
    assert ids(search(*listings, text=f"{sign}le{sign}eds{sign}")) == [2]
    (found,) = search(*listings, text=f"lee{sign}ds").hits
    assert found.matched_on[0].text == "leeds"


def test_a_location_of_two_words_is_found_when_written_together() -> None:
    event = an_event("E1", sessions=[a_session(location="St. Albans")])
    listing = a_tutorial(1, variations=[a_course(events=[event])])
    assert ids(search(listing, text="stalbans")) == [1]
