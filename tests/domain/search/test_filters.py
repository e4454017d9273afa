"""What each filter shows: its values are OR-ed, the filters AND-ed."""

from dataclasses import replace
from typing import Any

import pytest

from domain.search.listings.documents import FilterGroup
from domain.search.query import Filters
from tests.domain.search.samples import (
    a_course,
    a_group,
    a_product,
    a_tutorial,
    a_variation,
    ids,
    search,
)

TUTORIAL = a_tutorial(
    1,
    groups=[2],
    subject_id=7,
    product_id=70,
    variations=[a_course("CM2_LO_5", store_product_id=1), a_course(store_product_id=2)],
)
NOTES = a_product(
    11,
    groups=[4],
    subject_id=8,
    subject_code="CB1",
    product_id=80,
    variations=[
        a_variation("Printed", variation_type="Printed", store_product_id=11),
        replace(
            a_variation("VitalSource eBook", variation_type="eBook", store_product_id=12),
            variation_id=5,
        ),
    ],
)
MARKING = a_product(21, kind="Markings", subject_id=9, subject_code="SA7", product_id=90)
GROUPS = (
    a_group(1, "Tutorial"),
    a_group(2, "Face to Face", parent_id=1),
    a_group(3, "Material"),
    a_group(4, "Café notes", parent_id=3),
    a_group(5, "Empty"),
)


def shown(**filters: Any) -> list[int]:
    return sorted(ids(search(TUTORIAL, NOTES, MARKING, groups=GROUPS, **filters)))


@pytest.mark.parametrize(
    ("filter_name", "values", "found"),
    [
        ("subjects", ["CM2"], [1]),
        ("subjects", ["cm2", "Cb1"], [1, 11]),
        ("subjects", ["7"], [1]),
        ("subjects", ["7", "CB1"], [1, 11]),
        ("product_types", ["Tutorial"], [1]),
        ("product_types", ["materials", "MARKINGS"], [11, 21]),
        ("product_types", ["face to face"], [1]),
        ("product_types", ["Material"], [11]),
        ("categories", ["Tutorial"], [1]),
        ("categories", ["MATERIAL"], [11]),
        ("categories", ["cafe\u0301 notes"], [11]),
        ("categories", ["Tutorial", "Material"], [1, 11]),
        ("categories", ["1"], [1]),
        ("categories", ["2", "material"], [1, 11]),
        ("product_types", ["3"], [11]),
        ("product_types", ["4", "markings"], [11, 21]),
        ("variations", [5], [11]),
        ("products", [70], [1]),
        ("products", [70, 90], [1, 21]),
        ("essp_ids", [2], [1]),
        ("essp_ids", [12], [11]),
        ("modes_of_delivery", ["ebook"], [11]),
        ("modes_of_delivery", ["vitalsource"], [11]),
        ("modes_of_delivery", ["LO_5"], [1]),
        ("modes_of_delivery", ["Tutorial"], [1]),
    ],
)
def test_a_filter_returns_the_matching_products(
    filter_name: str, values: list[str] | list[int], found: list[int]
) -> None:
    assert shown(**{filter_name: values}) == found


@pytest.mark.parametrize(
    ("filter_name", "values"),
    [
        ("subjects", ["CM"]),
        ("subjects", ["70"]),
        ("subjects", [""]),
        ("product_types", ["Tutor"]),
        ("categories", ["Bundle"]),
        ("categories", ["Empty"]),
        ("categories", ["Cafe notes"]),
        ("categories", ["Materials"]),
        ("categories", ["5"]),
        ("categories", ["99"]),
        ("variations", [99]),
        ("products", [1]),
        ("essp_ids", [99]),
        ("modes_of_delivery", [""]),
        ("modes_of_delivery", [" "]),
        ("modes_of_delivery", ["hub"]),
    ],
)
def test_an_unknown_value_matches_nothing(filter_name: str, values: list[str] | list[int]) -> None:
    assert shown(**{filter_name: values}) == []


def test_an_unknown_value_does_not_affect_other_values() -> None:
    assert shown(subjects=["CM2", "XX9"]) == [1]


def test_filters_are_combined_with_and() -> None:
    assert shown(subjects=["CM2", "CB1"], product_types=["Materials"]) == [11]
    assert shown(subjects=["CM2"], product_types=["Materials"]) == []


def test_a_group_can_be_named_bundle() -> None:
    listing = a_product(groups=[1])
    assert ids(search(listing, groups=[a_group(1, "Bundle")], categories=["bundle"])) == [1]


def test_an_id_selects_one_of_several_groups_with_the_same_name() -> None:
    listings = (a_product(1, groups=[1]), a_product(2, groups=[2]))
    groups = (a_group(1, "Online"), a_group(2, "Online"))
    assert ids(search(*listings, groups=groups, categories=["2"])) == [2]


def test_groups_with_the_same_name_are_combined() -> None:
    listings = (a_product(1, groups=[1]), a_product(2, groups=[3]), a_product(3))
    groups = (a_group(1, "Online"), a_group(2, "online"), a_group(3, "Hub", parent_id=2))
    assert ids(search(*listings, groups=groups, categories=["ONLINE"])) == [1, 2]


@pytest.mark.parametrize(
    "groups",
    [
        (a_group(1, "A", parent_id=2), a_group(2, "B", parent_id=1)),
        (a_group(1, "A", parent_id=1), a_group(2, "B", parent_id=1)),
        (a_group(1, "A", parent_id=99), a_group(2, "B", parent_id=1)),
    ],
    ids=["in a circle", "its own parent", "without its parent"],
)
def test_an_invalid_tree_of_groups_is_supported(
    groups: tuple[FilterGroup, ...],
) -> None:
    listings = (a_product(1, groups=[1]), a_product(2, groups=[2]), a_product(3, groups=[42]))
    assert ids(search(*listings, groups=groups, categories=["A"])) == [1, 2]


def test_a_filter_and_a_text_are_combined_with_and() -> None:
    assert ids(search(TUTORIAL, NOTES, text="CM2", subjects=["CB1"])) == []
    assert ids(search(TUTORIAL, NOTES, text="CM2", subjects=["CM2", "CB1"])) == [1]


def test_merged_filters_match_the_union() -> None:
    body = Filters(subjects=frozenset({"CM2"}), categories=frozenset({"Tutorial"}))
    address = Filters(subjects=frozenset({"CB1"}), products=frozenset({70}))
    assert body.merged_with(address) == Filters(
        subjects=frozenset({"CM2", "CB1"}),
        categories=frozenset({"Tutorial"}),
        products=frozenset({70}),
    )
