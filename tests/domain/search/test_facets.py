"""Counts: what each value would show, the other filters and the text applied."""

from domain.search.results import (
    FacetValue,
    SubjectFacetValue,
)
from tests.domain.search.samples import (
    a_course,
    a_group,
    a_product,
    a_tutorial,
    a_variation,
    search,
)

GROUPS = (a_group(1, "Tutorial"), a_group(2, "Material"), a_group(3, "Weekend", parent_id=1))
FACET_GROUPS = {"categories": (3, 1, 2), "product_types": (2, 1, 99)}
LISTINGS = (
    a_tutorial(1, groups=[3], product_id=70, variations=[a_course()]),
    a_tutorial(2, subject_code="CB1", groups=[1], product_id=70, variations=[a_course()]),
    a_product(
        3,
        product_id=9,
        subject_description=None,
        groups=[2],
        variations=[a_variation("eBook", variation_type="eBook")],
    ),
)


def test_every_value_is_counted() -> None:
    counts = search(*LISTINGS, groups=GROUPS, facet_groups=FACET_GROUPS).filter_counts
    assert list(counts.subjects) == ["CB1", "CM2"]
    assert counts.subjects["CB1"] == SubjectFacetValue(
        count=1, name="CB1", description="Economic Modelling"
    )
    assert counts.products == {
        "9": FacetValue(count=1, name="Course Notes"),
        "70": FacetValue(count=2, name="Tutorial - London"),
    }
    assert list(counts.products) == ["9", "70"]
    assert counts.modes_of_delivery == {
        "Tutorial": FacetValue(count=2, name="Tutorial"),
        "eBook": FacetValue(count=1, name="eBook"),
    }


def test_a_subject_without_description_has_none() -> None:
    counts = search(LISTINGS[2]).filter_counts
    assert counts.subjects == {"CM2": SubjectFacetValue(count=1, name="CM2", description=None)}


def test_subjects_with_the_same_description_are_separate() -> None:
    one, other = (a_product(n, subject_code=code) for n, code in [(1, "SA1"), (2, "SP1")])
    counts = search(one, other).filter_counts
    assert {key: value.name for key, value in counts.subjects.items()} == {
        "SA1": "SA1",
        "SP1": "SP1",
    }


def test_configured_groups_are_counted_in_order_with_descendants() -> None:
    counts = search(*LISTINGS, groups=GROUPS, facet_groups=FACET_GROUPS).filter_counts
    assert [(key, value.count) for key, value in counts.categories.items()] == [
        ("Weekend", 1),
        ("Tutorial", 2),
        ("Material", 1),
    ]
    assert [(key, value.count) for key, value in counts.product_types.items()] == [
        ("Material", 1),
        ("Tutorial", 2),
    ]


def test_an_empty_configured_group_has_a_count_of_zero() -> None:
    counts = search(LISTINGS[0], groups=GROUPS, facet_groups=FACET_GROUPS).filter_counts
    assert counts.categories["Material"] == FacetValue(count=0, name="Material")


def test_without_configuration_no_group_is_counted() -> None:
    counts = search(*LISTINGS, groups=GROUPS).filter_counts
    assert counts.categories == counts.product_types == {}


def test_a_facet_ignores_only_its_own_filter() -> None:
    counts = search(
        *LISTINGS,
        groups=GROUPS,
        facet_groups=FACET_GROUPS,
        subjects=["CM2"],
        modes_of_delivery=["eBook"],
    ).filter_counts
    assert {key: value.count for key, value in counts.subjects.items()} == {"CM2": 1}
    assert {key: value.count for key, value in counts.modes_of_delivery.items()} == {
        "Tutorial": 1,
        "eBook": 1,
    }
    assert {key: value.count for key, value in counts.categories.items()} == {
        "Weekend": 0,
        "Tutorial": 0,
        "Material": 1,
    }


def test_a_filter_without_a_facet_applies_to_all_counts() -> None:
    counts = search(*LISTINGS, products=[9], essp_ids=[2]).filter_counts
    assert counts.subjects == {}
    assert counts.products == {}


def test_the_text_applies_to_all_counts() -> None:
    counts = search(*LISTINGS, text="notes").filter_counts
    assert {key: value.count for key, value in counts.subjects.items()} == {"CM2": 1}
    assert list(counts.products) == ["9"]


def test_an_empty_catalogue_returns_an_empty_page() -> None:
    page = search(groups=GROUPS, facet_groups=FACET_GROUPS, text="anything")
    assert page.hits == ()
    assert page.pagination.total_count == page.pagination.total_pages == 0
    assert set(page.filter_counts.categories) == {"Weekend", "Tutorial", "Material"}
