"""A catalogue that is brought up to date answers as one that is built anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from operator import is_
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.search.events.directory import EventDirectory, EventUpdates
from domain.search.events.planned import Planned, Sold, revised
from domain.search.hits.products import EventHit, TutorialHit
from domain.search.index.bitsets import slots_in
from domain.search.listings.documents import (
    AnyListing,
    BundleListing,
    CatalogueChanges,
    CatalogueContents,
    FilterTree,
    ListingKey,
)
from domain.search.query import Schedule, SearchQuery
from domain.search.search_index import SearchIndex
from domain.tutorials.sessions import TutorialSession
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_group,
    a_product,
    a_query,
    a_session,
    a_tutorial,
    a_variation,
    an_event,
)

type Shelf = dict[ListingKey, AnyListing]

TREES = [
    FilterTree(
        groups=(a_group(1, "Tutorial"), a_group(2, "Hub", parent_id=parent), a_group(3, name)),
        facet_groups={"categories": (1, 2, 3), "product_types": (1,)},
    )
    for parent, name in [(None, "Material"), (1, "Material"), (3, "Notes")]
]
moments = st.builds(
    datetime,
    st.just(2026),
    st.just(3),
    st.integers(1, 9),
    st.sampled_from([9, 18]),
    tzinfo=st.just(UTC),
)
sessions = st.builds(
    a_session,
    st.sampled_from(["Introduction", "CM2-01-26A day", "Recap"]),
    location=st.sampled_from(["London", "Leeds", "leeds", ""]),
    venue=st.sampled_from(["BPP", "Town Hall"]),
    start=moments,
)
# Sessions that stay are the same objects too.
SESSIONS = [
    a_session(title, location=location, venue=venue, start=datetime(2026, 3, day, 9, tzinfo=UTC))
    for day, title in enumerate(("Introduction", "CM2-01-26A-1", "CM2-01-26A-12", "Recap x2"), 2)
    for venue, location in [("BPP", "Leeds"), ("Zürich Town", "London")]
]
events = st.builds(
    an_event,
    st.sampled_from(["CM2-01-26A", "CM2-02-26A", "SA7-01"]),
    venue=st.sampled_from(["BPP", "Online", " "]),
    sessions=st.lists(sessions | st.sampled_from(SESSIONS), max_size=3),
    places=st.integers(-1, 1),
    finalisation_date=st.sampled_from([None, date(2026, 1, 7), date(2026, 3, 4)]),
)


# Events that stay are the same objects before and after a change, as those of a feed are.
POOL: list[EventHit] = [
    an_event(
        code,
        venue=venue,
        places=places,
        sessions=[
            a_session(
                title, location=location, venue=venue, start=datetime(2026, 3, day, 9, tzinfo=UTC)
            )
            for day, title in enumerate(titles, 2)
        ],
    )
    for code, titles, places in [
        ("CM2-01-26A", ("Introduction", "CM2-01-26A day"), 1),
        ("CM2-02-26A", ("introduction day", "Recap x2", "x2-recap"), 0),
        ("SA7-01", ("X 2", "C++ Übung", "Ubung"), 3),
    ]
    for venue, location in [("BPP", "Leeds"), ("Town-Hall", "leeds"), ("Zürich Town", "London")]
]


def a_class(number: int, events: Iterable[EventHit], **facts: Any) -> AnyListing:
    course = a_course(events=events, store_product_id=number * 10)
    return a_tutorial(number, variations=[course], **facts)


facts = {
    "groups": st.sets(st.integers(1, 4), max_size=2),
    "subject_code": st.sampled_from(["CM1", "CM2"]),
    "name": st.sampled_from(["Tutorial - London", "Notes", "Mock Exam"]),
}
some_events = st.lists(events, max_size=20) | st.lists(st.sampled_from(POOL), max_size=9)
tutorials = st.builds(a_class, st.integers(1, 3), some_events, **facts)
materials = st.builds(
    a_product,
    st.integers(4, 6),
    variations=st.lists(
        st.builds(
            a_variation,
            st.sampled_from(["Printed", "Hub"]),
            variation_type=st.sampled_from(["Printed", "eBook"]),
        ),
        min_size=1,
        max_size=2,
    ),
    **facts,
)
bundles = st.builds(
    lambda number, components, code: a_bundle(number, *components, subject_code=code),
    st.integers(1, 2),
    st.lists(tutorials | materials, max_size=3),
    st.sampled_from(["CM1", "CM2"]),
)
some_listings = st.lists(
    tutorials | materials | bundles, max_size=6, unique_by=lambda listing: listing.key
)


@dataclass(frozen=True)
class Step:
    listings: list[AnyListing]
    others: list[AnyListing]
    tree: FilterTree | None
    today: date


days = st.sampled_from([date.min, date(2026, 1, 7), date(2026, 1, 8), date(2026, 3, 5)])
steps = st.builds(Step, some_listings, some_listings, st.none() | st.sampled_from(TREES), days)
chosen = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(
            [
                *("CM2", "leeds", "introductoin", "notes bpp", "bundle", "hub", "zz", "recap"),
                *("x2", "c++", "ubung", "uebung", "townhall", "zurich", "day", "sa701"),
            ]
        ),
        "subjects": st.just(["CM2"]),
        "categories": st.sampled_from([["Bundle"], ["tutorial", "hub"]]),
        "venues": st.sampled_from([["BPP"], ["online", "town hall"]]),
        "locations": st.just(["leeds"]),
        "availability": st.sampled_from([["available"], ["sold_out"], ["closed", "past"]]),
        "modes_of_delivery": st.just(["print"]),
        "include_bundles": st.booleans(),
        "sort": st.sampled_from(["start_date", "-price", "subject"]),
        "schedule": st.sampled_from(
            [
                Schedule(first_day=datetime(2026, 3, 4, tzinfo=UTC).date()),
                Schedule(weekdays=frozenset({1, 2, 3})),
                Schedule(latest_end=time(17), last_day=datetime(2026, 3, 6, tzinfo=UTC).date()),
            ]
        ),
    },
)


@given(some_listings, st.lists(steps, min_size=1, max_size=4), st.lists(chosen, max_size=4))
def test_an_updated_index_equals_a_new_one(
    listings: list[AnyListing], steps: list[Step], asked: list[dict[str, Any]]
) -> None:
    shelf: Shelf = {listing.key: listing for listing in listings}
    tree = TREES[0]
    updated = SearchIndex(contents_of(shelf, tree))
    queries = [a_query(), *(a_query(**each) for each in asked)]
    for step in steps:
        before, old_answers = updated, answers(updated, queries)
        tree = step.tree or tree
        updated = updated.updated(put_on(shelf, step)).on(step.today)
        anew = SearchIndex(contents_of(shelf, tree), today=step.today)
        assert answers(updated, queries) == answers(anew, queries)
        assert all(updated.keys_of([number]) == anew.keys_of([number]) for number in range(40))
        assert answers(before, queries) == old_answers


@given(some_listings, st.lists(steps, min_size=1, max_size=6))
def test_the_terms_of_an_updated_index_equal_those_of_a_new_one(
    listings: list[AnyListing], steps: list[Step]
) -> None:
    shelf: Shelf = {listing.key: listing for listing in listings}
    tree, updated = TREES[0], SearchIndex(contents_of(shelf := {**shelf}, TREES[0]))
    for step in steps:
        tree = step.tree or tree
        updated = updated.updated(put_on(shelf, step))
        assert terms(updated) == terms(SearchIndex(contents_of(shelf, tree)))


def test_the_listings_of_a_day_show_the_events_of_the_directory() -> None:
    event = an_event("CM2-01-26A", sessions=SESSIONS, finalisation_date=date(2026, 1, 7))
    directory = EventDirectory(
        [Planned.of(10, event)], {10: Sold("CM2", "26A", "Tutorial", "x", "T", "Tutorial", None)}
    )
    listing = a_class(1, [event])
    contents = CatalogueContents(version="1", listings=(listing,), tree=TREES[0], events=directory)
    for catalogue in (
        SearchIndex(contents).on(date(2026, 1, 8)),
        SearchIndex(contents, today=date(2026, 1, 8)),
    ):
        held = catalogue.listing(listing.key)
        assert [each.availability for each in events_of(held)] == ["closed"]
        assert [each is catalogue.events.hit(event.id) for each in events_of(held)] == [True]
        # So no change of its events is found where there is none.
        assert held.with_events(catalogue.events) is held


def test_an_equal_event_that_is_read_again_stays_the_same_object() -> None:
    first, second = a_session("Day 1"), replace(a_session("Day 2"), id=2)
    directory = EventDirectory([Planned.of(1, an_event("A", sessions=[first, second]))])
    moved = replace(second, title="Day 3")
    for sessions, same in {(first, second): [True, True], (first, moved): [True, False]}.items():
        read = Planned.of(1, an_event("A", sessions=[replace(each) for each in sessions]))
        updated = directory.updated(EventUpdates(ids=frozenset({1}), events=(read,)))
        held, before = updated.hit(1), directory.hit(1)
        assert held is not None
        assert before is not None
        assert held.sessions == read.hit.sessions
        assert [*map(is_, held.sessions, before.sessions)] == same
        assert (held is before) == all(same)


@given(
    before=st.lists(st.integers(1, 6), unique=True),
    after=st.dictionaries(st.integers(1, 6), st.tuples(st.integers(0, 3), st.text(max_size=2))),
    touched=st.sets(st.integers(1, 6)),
)
def test_changed_sessions_give_the_same_events_as_a_complete_reading(
    before: list[int], after: dict[int, tuple[int, str]], touched: set[int]
) -> None:
    def stored(number: int, sequence: int = 1, title: str = "") -> TutorialSession:
        return replace(a_session(title), id=number, sequence=sequence)

    held = [stored(number) for number in sorted(before)]
    # What was not written to is as it was.
    kept = [session for session in held if session.id not in touched]
    written = [stored(number, *values) for number, values in after.items() if number in touched]
    whole = sorted([*kept, *written], key=lambda session: (session.sequence, session.id))
    planned = Planned.of(1, an_event("A", sessions=held))
    found = revised(planned, touched, written)
    assert found == Planned.of(1, an_event("A", sessions=whole))


def events_of(listing: AnyListing) -> list[EventHit]:
    assert isinstance(listing.hit, TutorialHit)
    return [event for variation in listing.hit.variations for event in variation.events]


def terms(catalogue: SearchIndex) -> dict[tuple[str, object, str], list[str]]:
    """Return what bears each term of each field of each index: listings, or parts of bundles."""
    names: dict[int, object] = {}
    for placed in catalogue._arrangement.placed():
        names[placed.slot] = placed.listing.key
        if isinstance(placed.listing, BundleListing):
            for unit, component in zip(placed.units, placed.listing.components, strict=True):
                slot = unit.mask.bit_length() - 1
                names[slot] = (placed.listing.key, component.key, placed.slot - slot)
    bits = {
        8 * field.start + number: (names[slot], number)
        for slot, field in catalogue._events.fields._fields.items()
        for number in range(8 * field.width - 1)
    }
    indexes: dict[str, tuple[Any, dict[int, Any]]] = {
        "codes": (catalogue._text._codes, names),
        "words": (catalogue._text._words, names),
        "filters": (catalogue._filters.index, names),
        "labels": (catalogue._facets._labels, names),
        "events": (catalogue._events._index, bits),
    }
    return {
        (kind, field, term): sorted(map(repr, (bearers[bit] for bit in slots_in(mask))))
        for kind, (index, bearers) in indexes.items()
        for field, of_field in index.fields()
        for term, mask in of_field.items()
    }


def put_on(shelf: Shelf, step: Step) -> CatalogueChanges:
    """Change the shelf; what is not among the step's listings goes, if its others name it."""
    keys = {listing.key for listing in [*step.listings, *step.others]}
    for key in keys:
        shelf.pop(key, None)
    shelf.update({listing.key: listing for listing in step.listings})
    return CatalogueChanges(
        version="2", keys=frozenset(keys), listings=tuple(step.listings), tree=step.tree
    )


def contents_of(shelf: Shelf, tree: FilterTree) -> CatalogueContents:
    return CatalogueContents(version="1", listings=tuple(shelf.values()), tree=tree)


def answers(catalogue: SearchIndex, queries: list[SearchQuery]) -> list[Any]:
    found = map(catalogue.search, queries)
    return [
        (
            [(each.hit.item_type, each.hit.id, each.matched_on) for each in answer.hits],
            answer.filter_counts,
            answer.pagination,
        )
        for answer in found
    ]
