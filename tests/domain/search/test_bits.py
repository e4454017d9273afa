"""The arithmetic on bits against loops over sets."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.search.facets.event_filters import EventIndex
from domain.search.index.bitsets import intersection, union
from domain.search.index.differences import Differences
from domain.search.index.slots import Arrangement
from domain.search.listings.documents import AnyListing
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_product,
    a_tutorial,
    a_variation,
    an_event,
)

slots = st.sets(st.integers(0, 200))
# How many components each bundle has, and how many events each tutorial.
bundles = st.lists(st.integers(1, 3), min_size=1, max_size=4)
tutorials = st.lists(st.integers(0, 20), min_size=1, max_size=5)


def bits(members: set[int]) -> int:
    return sum(1 << member for member in members)


@given(st.lists(slots, max_size=4), slots)
def test_masks_behave_like_sets(sets: list[set[int]], first: set[int]) -> None:
    assert union(map(bits, sets)) == bits(set().union(*sets))
    assert intersection(bits(first), map(bits, sets)) == bits(first.intersection(*sets))


@given(bundles, st.data())
def test_a_bundle_matches_if_any_component_matches(sizes: list[int], data: st.DataObject) -> None:
    parts = [a_product(number, variations=[a_variation()]) for number in range(3)]
    listings: list[AnyListing] = [a_product(100)]
    listings += [a_bundle(number, *parts[:size]) for number, size in enumerate(sizes)]
    arrangement, _, placed = Arrangement().replaced((), listings)
    units = [unit.mask for each in placed for unit in each.units]
    wanted = data.draw(st.sets(st.sampled_from(units)))

    naive = sum(each.mask for each in placed if any(unit.mask in wanted for unit in each.units))

    assert arrangement.shown(union(wanted)) == naive


@given(tutorials, st.data())
def test_a_unit_matches_if_any_event_matches(sizes: list[int], data: st.DataObject) -> None:
    """Every event has a venue of its own, by which the index gives its bit."""
    venues = [[f"v{n}-{number}" for number in range(size)] for n, size in enumerate(sizes)]
    listings = [
        a_tutorial(n, variations=[a_course(events=[an_event(v, venue=v) for v in of_one])])
        for n, of_one in enumerate(venues)
    ]
    _, _, placed = Arrangement().replaced((), listings)
    index = EventIndex(date(2026, 1, 1)).replaced(Differences((), placed))
    wanted = data.draw(st.sets(st.sampled_from([v for each in venues for v in each] or ["none"])))
    left = data.draw(st.lists(st.sampled_from(placed)))
    events = union(index.with_value("venues", venue) for venue in wanted)

    naive = {each.mask for each, of_one in zip(placed, venues, strict=True) if wanted & {*of_one}}

    assert index.fields.units_with(events) == union(naive)
    own_bits = index.fields.own_bits(union(each.mask for each in left))
    assert index.fields.count(events, own_bits) == len(naive & {each.mask for each in left})
