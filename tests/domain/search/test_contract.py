"""The contract of filters and counts in its plainest words, against which the masks are held."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.search.listings.documents import FilterGroup, Listing
from tests.domain.search.samples import a_group, a_product, a_variation, ids, search


def meets(listing: Listing, groups: tuple[FilterGroup, ...], name: str, value: str) -> bool:
    hit, value = listing.hit, value.casefold()
    stands_in = value in names_above(listing, groups)
    modes = [(each.variation_type, each.name) for each in hit.variations]
    return {
        "subjects": value in {hit.subject_code.casefold(), str(hit.subject_id)},
        "categories": stands_in,
        "product_types": stands_in or value == hit.type.casefold(),
        "products": value == str(hit.product_id),
        "modes_of_delivery": any(
            value == kind.casefold() or value in label.casefold() for kind, label in modes
        ),
    }[name]


def names_above(listing: Listing, groups: tuple[FilterGroup, ...]) -> set[str]:
    reached: set[int | None] = set(listing.group_ids)
    for _ in groups:
        reached |= {group.parent_id for group in groups if group.id in reached}
    return {group.name.casefold() for group in groups if group.id in reached}


group_trees = st.lists(
    st.builds(
        a_group,
        st.integers(1, 5),
        st.sampled_from(["Tutorial", "Material", "material", "Hub"]),
        st.none() | st.integers(1, 6),
    ),
    unique_by=lambda group: group.id,
    max_size=5,
)
variations = st.lists(
    st.builds(
        a_variation,
        st.sampled_from(["Printed", "Printed eBook", "Hub"]),
        variation_type=st.sampled_from(["Printed", "eBook", "Tutorial"]),
    ),
    max_size=2,
)
listings = st.lists(
    st.builds(
        a_product,
        st.integers(1, 99),
        kind=st.sampled_from(["Materials", "Markings"]),
        variations=variations,
        groups=st.sets(st.integers(1, 6), max_size=2),
        subject_code=st.sampled_from(["CM1", "CM2", "SA7"]),
        subject_id=st.integers(1, 3),
        product_id=st.integers(1, 3),
    ),
    unique_by=lambda listing: listing.hit.id,
    max_size=8,
)
chosen_filters = st.fixed_dictionaries(
    {},
    optional={
        "subjects": st.sets(st.sampled_from(["cm1", "SA7", "2", "XX"]), min_size=1),
        "categories": st.sets(st.sampled_from(["tutorial", "HUB", "Bundle"]), min_size=1),
        "product_types": st.sets(st.sampled_from(["Materials", "Material", "x"]), min_size=1),
        "products": st.sets(st.integers(1, 4), min_size=1),
        "modes_of_delivery": st.sets(st.sampled_from(["ebook", "Print", "Tutorial"]), min_size=1),
    },
)


@given(listings, group_trees, chosen_filters)
def test_counts_and_pages_equal_the_naive_implementation(
    listings: list[Listing], tree: list[FilterGroup], chosen: dict[str, Any]
) -> None:
    groups = tuple(tree)
    of_groups = tuple(group.id for group in groups)
    facet_groups = {"categories": of_groups, "product_types": of_groups}
    page = search(*listings, groups=groups, facet_groups=facet_groups, **chosen)

    def found(without: str, **also: set[str]) -> set[int]:
        asked = {name: values for name, values in chosen.items() if name != without} | also
        return {
            listing.hit.id
            for listing in listings
            if all(
                any(meets(listing, groups, name, str(value)) for value in values)
                for name, values in asked.items()
            )
        }

    assert set(ids(page)) == found(without="")
    assert page.pagination.total_count == len(found(without=""))
    for facet in ("subjects", "categories", "product_types", "products", "modes_of_delivery"):
        for key, value in getattr(page.filter_counts, facet).items():
            assert value.count == len(found(facet, **{facet: {key}}))
