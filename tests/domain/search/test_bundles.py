"""Bundles among the products: found by what is in them, counted as one."""

from typing import Any

from domain.search.index.slots import Arrangement
from domain.search.listings.documents import BundleListing
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_group,
    a_product,
    a_session,
    a_tutorial,
    a_variation,
    an_event,
    counts,
    search,
)

MATERIAL = a_group(1, "Material")


def a_full_bundle() -> BundleListing:
    book = a_product(
        11,
        name="Course Notes",
        product_id=70,
        variations=[a_variation("Printed copy", variation_type="Printed", store_product_id=11)],
        groups=[1],
    )
    marking = a_product(
        12,
        name="Series X",
        product_id=71,
        kind="Markings",
        variations=[a_variation("By a tutor", variation_type="Marking", store_product_id=12)],
    )
    return a_bundle(5, book, marking, name="Complete package")


def kinds(**asked: Any) -> list[str]:
    alone = a_product(1, name="Flash Cards")
    answer = search(alone, a_full_bundle(), groups=[MATERIAL], **asked)
    return [found.hit.item_type for found in answer.hits]


def test_bundles_and_products_share_the_default_order() -> None:
    assert kinds() == ["bundle", "product"]


def test_bundles_can_be_excluded() -> None:
    assert kinds(include_bundles=False) == ["product"]
    answer = search(a_product(1), a_full_bundle(), include_bundles=False)
    assert counts(answer, "subjects") == {"CM2": 1}
    assert answer.pagination.total_count == 1


def test_one_component_must_match_all_filters() -> None:
    assert kinds(products=[70], modes_of_delivery=["Printed"]) == ["bundle"]
    assert kinds(products=[70], modes_of_delivery=["Marking"]) == []
    assert kinds(essp_ids=[12], product_types=["markings"]) == ["bundle"]
    assert kinds(categories=["material"], essp_ids=[12]) == []


def test_only_bundles_are_in_the_category_bundle() -> None:
    assert kinds(categories=["bundle"]) == ["bundle"]
    assert kinds(categories=["Bundle"], subjects=["CM1"]) == []
    answer = search(
        a_product(), a_full_bundle(), groups=[MATERIAL], facet_groups={"categories": (1,)}
    )
    assert counts(answer, "categories") == {"Material": 1, "Bundle": 1}


def test_without_bundles_the_category_is_not_counted() -> None:
    assert "Bundle" not in search(a_product()).filter_counts.categories


def test_a_bundle_is_counted_once() -> None:
    answer = search(a_full_bundle())
    assert counts(answer, "subjects") == {"CM2": 1}
    assert counts(answer, "modes_of_delivery") == {"Marking": 1, "Printed": 1}
    assert counts(answer, "products") == {"70": 1, "71": 1}
    assert answer.pagination.total_count == 1


def test_within_a_subject_bundles_come_first() -> None:
    first = a_product(1, name="Aardvark", subject_code="CM1", variations=[a_variation()])
    second = a_product(2, name="Aardvark", subject_code="CM2", variations=[a_variation()])
    last = a_bundle(9, first, name="Zebra", subject_code="CM1")
    answer = search(second, first, last, a_bundle(3, second, name="Yak", subject_code="CM2"))
    assert [(hit.subject_code, hit.is_bundle) for hit in (each.hit for each in answer.hits)] == [
        ("CM1", True),
        ("CM1", False),
        ("CM2", True),
        ("CM2", False),
    ]


def test_a_bundle_is_found_by_name_subject_and_components() -> None:
    for text in ("complete", "CM2", "course notes", "bundle", "complete series"):
        assert "bundle" in kinds(text=text)


def test_a_product_ranks_before_a_bundle_that_contains_it() -> None:
    book = a_product(1, name="Course Notes", subject_code="ZZ9")
    answer = search(book, a_full_bundle(), text="course notes")
    assert [found.hit.item_type for found in answer.hits] == ["product", "bundle"]


def test_a_bundle_is_found_by_the_events_of_its_tutorials() -> None:
    event = an_event("X", sessions=[a_session(location="Leeds")])
    tutorial = a_tutorial(3, variations=[a_course(events=[event], store_product_id=30)])
    bundle = a_bundle(5, tutorial, a_product(4, variations=[a_variation()]))
    answer = search(bundle, locations=["leeds"], availability=["available"])
    assert [found.hit.id for found in answer.hits] == [5]
    assert counts(answer, "locations") == {"Leeds": 1}


def test_an_empty_bundle_is_not_shown() -> None:
    assert search(a_bundle(5)).hits == ()


def test_the_slots_of_a_removed_bundle_are_reused() -> None:
    one, two, other = (a_product(number, variations=[a_variation()]) for number in (1, 2, 3))
    pair, three = a_bundle(1, one, two), a_bundle(1, one, two, other)
    arrangement, slots = Arrangement(), set[int]()
    for _ in range(5):
        for bundle in (pair, three):
            arrangement, _, [placed] = arrangement.replaced([bundle.key], [bundle])
            slots.add(placed.slot)
        arrangement, _, _ = arrangement.replaced([three.key], [])
    assert len(slots) == 2
