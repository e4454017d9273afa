"""The quality of the search for generated queries and invented names."""

from collections.abc import Iterator

import pytest

from benchmarks.data.names import CITIES, MATERIALS, SUBJECTS
from benchmarks.quality import JOINED, OF_A_WORD, Name, Slip, slips_in
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import a_product, a_query, contents

NAMES: list[Name] = [
    (subject, name)
    for subject in list(SUBJECTS)[::3]
    for name in (*(city.name for city in CITIES if city.name.isascii()), "Live Online", *MATERIALS)
]
# The required percentage in each class.
LEAST_RIGHT = 93
SLIPS = slips_in(NAMES, 150, seed=3)


@pytest.fixture(scope="module")
def catalogue() -> SearchIndex:
    listings = (
        a_product(number, name=name, subject_code=subject, product_code=f"Z{number}")
        for number, (subject, name) in enumerate(NAMES, 1)
    )
    return SearchIndex(contents(*listings))


def test_there_are_a_thousand_different_queries() -> None:
    texts = {slip.text for slips in SLIPS.values() for slip in slips}
    assert set(SLIPS) == {*OF_A_WORD, JOINED}
    assert len(texts) > 1000
    assert slips_in(NAMES, 150, seed=3) == SLIPS


@pytest.mark.parametrize("title", SLIPS)
def test_the_intended_product_is_found_first(catalogue: SearchIndex, title: str) -> None:
    wrong = [slip for slip in SLIPS[title] if not any(is_meant(catalogue, slip))]
    assert len(wrong) * 100 <= len(SLIPS[title]) * (100 - LEAST_RIGHT), wrong


def is_meant(catalogue: SearchIndex, slip: Slip) -> Iterator[bool]:
    """Yield whether the first product is the intended one."""
    for found in catalogue.search(a_query(slip.text)).hits[:1]:
        hit = found.hit
        yield hit.type != "Bundle" and (
            hit.product_short_name == slip.name and slip.subject in {None, hit.subject_code}
        )
