"""The variations that a filter asks for come first in their product."""

from dataclasses import replace
from typing import Any

import pytest

from domain.search.results import Hit
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import a_bundle, a_product, a_query, a_variation, contents

NAMES = ("Printed copy", "VitalSource eBook", "Printed and eBook", "Hub")
BOOK = a_product(
    1,
    variations=[
        replace(
            a_variation(name, variation_type="eBook" if "eBook" in name else "Printed"),
            variation_id=number,
        )
        for number, name in enumerate(NAMES, 1)
    ],
)


def first_hit(catalogue: SearchIndex, **filters: Any) -> Hit:
    return catalogue.search(a_query(**filters)).hits[0].hit


def ids(hit: Hit) -> list[int]:
    assert hit.type != "Bundle"
    return [variation.variation_id for variation in hit.variations]


@pytest.mark.parametrize(
    ("filters", "order"),
    [
        ({}, [1, 2, 3, 4]),
        ({"modes_of_delivery": ["EBOOK"]}, [2, 3, 1, 4]),
        ({"modes_of_delivery": ["hub"]}, [4, 1, 2, 3]),
        ({"modes_of_delivery": ["copy", "vital"]}, [1, 2, 3, 4]),
        ({"modes_of_delivery": ["printed"]}, [1, 3, 4, 2]),
        ({"variations": [3]}, [3, 1, 2, 4]),
        ({"variations": [3], "modes_of_delivery": ["ebook"]}, [3, 2, 1, 4]),
    ],
)
def test_matching_variations_come_first(filters: dict[str, Any], order: list[int]) -> None:
    found = SearchIndex(contents(BOOK)).search(a_query(**filters)).hits
    assert [ids(each.hit) for each in found] == [order]


def test_the_order_changes_nothing_else() -> None:
    catalogue = SearchIndex(contents(BOOK))
    plain, first = (
        first_hit(catalogue, modes_of_delivery=modes) for modes in (["printed"], ["hub"])
    )
    assert plain.id == first.id == BOOK.hit.id
    assert ids(BOOK.hit) == [1, 2, 3, 4], "the catalogue itself stays as it is"


def test_the_same_order_is_the_same_hit() -> None:
    catalogue = SearchIndex(contents(BOOK))
    assert first_hit(catalogue, modes_of_delivery=["hub"]) is first_hit(
        catalogue, modes_of_delivery=["HUB"], text="notes"
    )
    assert first_hit(catalogue, modes_of_delivery=["copy", "vital"]) is BOOK.hit


def test_the_order_of_components_does_not_change() -> None:
    bundle = a_bundle(5, BOOK, a_product(2, variations=[a_variation("Hub")]))
    hit = first_hit(SearchIndex(contents(bundle)), modes_of_delivery=["hub"])
    assert hit is bundle.hit
