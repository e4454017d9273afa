"""Misspelt names find their product first, and a code is never answered by its neighbour.

The slips are those that fingers make: a letter dropped, doubled, swapped with the next, or
changed to a neighbour key; at every place of the word, the first too.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from domain.search.listings.documents import Listing
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import (
    a_course,
    a_query,
    a_session,
    a_tutorial,
    an_event,
    contents,
)

SUBJECTS = ("CB1", "CM1", "CM2", "CS2", "SP5", "SA7")
VENUES = {
    "London": "Bankside House",
    "Birmingham": "Aston Exchange",
    "Manchester": "Portland Tower",
    "Edinburgh": "Haymarket Rooms",
    "Glasgow": "Merchant Quay",
    "Dublin": "Liffey Centre",
    "Belfast": "Lagan Hall",
    "Bristol": "Harbour Studios",
    "Leeds": "Wellington Place",
    "York": "Minster Yard",
}
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NUMBERS = {pair: number for number, pair in enumerate(product(SUBJECTS, VENUES), 1)}


@pytest.fixture(scope="module")
def catalogue() -> SearchIndex:
    return SearchIndex(contents(*(a_class(*pair, number) for pair, number in NUMBERS.items())))


def a_class(subject: str, city: str, number: int) -> Listing:
    day = a_session("Introduction", location=city, venue=VENUES[city])
    events = [an_event(f"{subject}-{number:02}-26A", venue=VENUES[city], sessions=[day])]
    return a_tutorial(
        number,
        variations=[a_course(f"{subject}_f2f_5", events=events, store_product_id=number)],
        name=f"Tutorial - {city}",
        subject_code=subject,
        subject_id=SUBJECTS.index(subject) + 1,
        product_code=city[:3].upper(),
    )


def slips(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        before, after = word[:at], word[at + 1 :]
        yield before + after
        yield before + letter * 2 + after
        if after[:1] not in {"", letter}:
            yield before + after[0] + letter + after[1:]
        for row in KEYBOARD:
            if letter in row:
                place = row.index(letter)
                yield from (before + other + after for other in row[max(place - 1, 0) : place + 2])


def misspelt() -> list[tuple[str, int]]:
    """Return queries, each with the number of the product that is meant."""
    found = []
    for (subject, city), number in NUMBERS.items():
        for word in (city.lower(), max(VENUES[city].lower().split(), key=len)):
            every = [slip for slip in dict.fromkeys(slips(word)) if slip != word]
            found += [(f"{subject} {slip}", number) for slip in every[number % 5 :: 5]]
    return found


def test_at_least_97_of_100_misspelt_names_find_their_product_first(catalogue: SearchIndex) -> None:
    queries = misspelt()
    missed = [text for text, number in queries if first(catalogue, text) != number]
    assert len(queries) >= 300
    assert len(missed) <= 0.03 * len(queries), missed


def first(catalogue: SearchIndex, text: str) -> int | None:
    found = catalogue.search(a_query(text)).hits
    return found[0].hit.id if found else None


@pytest.mark.parametrize(
    "code", ["CB2", "CM3", "MC2", "CM22", "SP55", "SA77", "CS21", "CM2-99-26A"]
)
def test_an_unknown_code_does_not_match_a_similar_one(catalogue: SearchIndex, code: str) -> None:
    assert first(catalogue, code) is None


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_code_matches_only_products_that_have_it(catalogue: SearchIndex, subject: str) -> None:
    answer = catalogue.search(a_query(subject, page_size=100))
    assert {found.hit.subject_code for found in answer.hits} == {subject}
    assert len(answer.hits) == len(VENUES)
