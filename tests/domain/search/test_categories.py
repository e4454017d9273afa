"""The names of filter groups are searched, and find what stands in the groups."""

import pytest

from domain.search.hits.products import Match
from domain.search.listings.documents import CatalogueChanges
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_group,
    a_product,
    a_query,
    a_tutorial,
    a_variation,
    contents,
    ids,
    search,
)

GROUPS = (a_group(1, "Tutorial"), a_group(2, "Face-to-face", parent_id=1), a_group(3, "Café"))
CLASS = a_tutorial(1, name="Weekend", variations=[a_course("X")], groups=[2])
BOOK = a_product(2, variations=[a_variation()], groups=[3])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("face to face", [1]),
        ("Face-to-face", [1]),
        ("face to face CM2", [1]),
        ("fac", [1]),
        ("tutorial", [1]),
        ("cafe", [2]),
        ("fcae", [1]),
        ("face cafe", []),
    ],
)
def test_a_category_finds_its_products(text: str, found: list[int]) -> None:
    assert ids(search(CLASS, BOOK, groups=GROUPS, text=text)) == found


def test_a_bundle_is_found_by_the_categories_of_its_components() -> None:
    answer = search(a_bundle(7, CLASS, BOOK), groups=GROUPS, text="face cafe")
    assert ids(answer) == [7]
    assert answer.hits[0].matched_on[0] == Match(text="face", field="category", kind="word")


def test_a_renamed_group_is_found_by_its_new_name() -> None:
    before = SearchIndex(contents(CLASS, BOOK, groups=GROUPS))
    tree = contents(groups=(a_group(2, "Classroom"),)).tree
    changes = CatalogueChanges(version="2", keys=frozenset(), listings=(), tree=tree)

    after = before.updated(changes)

    assert ids(after.search(a_query("classroom"))) == [1]
    assert ids(after.search(a_query("face to face"))) == []
    assert ids(before.search(a_query("face to face"))) == [1]
