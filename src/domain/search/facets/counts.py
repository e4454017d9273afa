"""Counts how many products each value of each filter would show."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, NamedTuple, Self

from domain.search.facets.availability import NAMES as NAMES_OF_AVAILABILITY
from domain.search.facets.normalise import caseless
from domain.search.facets.product_facts import ProductFact, facts_of_places, facts_of_product
from domain.search.facets.product_filters import BUNDLE, VARIATION_NAMES, FilterIndex
from domain.search.facets.selection import Selection
from domain.search.index.attributes import Entry, Index
from domain.search.index.differences import Differences
from domain.search.index.places import Place
from domain.search.listings.documents import FilterTree, Listing
from domain.search.query import OF_EVENTS
from domain.search.results import (
    FacetValue,
    FilterCounts,
    SubjectFacetValue,
)

# Empty groups are shown too, because the back office selected the groups of a filter.
OF_GROUPS = ("categories", "product_types")
FACETS = tuple(FilterCounts.__dataclass_fields__)
# Separates a key and its name in a combined term.
AND = "\0"


class Choice(NamedTuple):
    """A value of a filter: its key, its name, and the mask of the units that it shows."""

    key: str
    name: str
    shown: int


class FacetIndex:
    """The choices of every facet, in display order."""

    def __init__(self, tree: FilterTree, filters: FilterIndex) -> None:
        self._tree = tree
        self._filters = filters
        self._labels = Index[str]()
        self._choices = {facet: self._choices_of(facet) for facet in FACETS}

    def replaced(self, differences: Differences, filters: FilterIndex) -> Self:
        """Return the facets after listings were removed and added."""
        made = copy(self)
        made._filters = filters
        removed, added = list[Entry[str]](), list[Entry[str]]()
        for unit in differences.units:
            lost, got = unit.entries(_own, _of_places)
            removed += ((name, label, unit.mask) for name, label in lost)
            added += ((name, label, unit.mask) for name, label in got)
        made._labels = self._labels.patched(removed, added)
        made._choices = {
            facet: made._choices_of(facet) if made._differs(facet, self) else choices
            for facet, choices in self._choices.items()
        }
        return made

    def counts(self, selection: Selection) -> FilterCounts:
        """Count the products of each choice; a facet's own filter is ignored for its counts."""
        counted: dict[str, Any] = {facet: dict(self._counted(facet, selection)) for facet in FACETS}
        return FilterCounts(**counted)

    def _counted(self, facet: str, selection: Selection) -> Iterator[tuple[str, FacetValue]]:
        of_one_event = facet in OF_EVENTS and selection.has_event_conditions(without=facet)
        count = selection.by_events(facet) if of_one_event else selection.by_units(facet)
        choices = self._choices[facet]
        if facet == "availability":
            # The availability depends on the day, so it is not indexed.
            shown = selection.units_by_availability
            choices = [Choice(key, name, shown[key]) for key, name in NAMES_OF_AVAILABILITY.items()]
        counted = ((choice, count(choice.key, choice.shown)) for choice in choices)
        value = _subject if facet == "subjects" else _value
        for choice, number in counted:
            if number or facet in OF_GROUPS:
                yield choice.key, value(choice, number)

    def _differs(self, facet: str, other: "FacetIndex") -> bool:
        fields = {facet, VARIATION_NAMES} if facet == "modes_of_delivery" else {facet}
        return self._labels[facet] is not other._labels[facet] or any(
            self._filters.index[field] is not other._filters.index[field] for field in fields
        )

    def _choices_of(self, facet: str) -> list[Choice]:
        names = self._groups(facet) if facet in OF_GROUPS else self._named(facet)
        return [Choice(key, name, self._filters.shown_by(facet, key)) for key, name in names]

    def _named(self, facet: str) -> Iterable[tuple[str, str]]:
        names = {
            key: name for key, _, name in (label.partition(AND) for label in self._labels[facet])
        }
        if facet == "products":
            return sorted(names.items(), key=lambda named: int(named[0]))
        # Different spellings of a place are one choice.
        places = {caseless(key): (key, name) for key, name in names.items()}
        return places.values() if facet in OF_EVENTS else names.items()

    def _groups(self, facet: str) -> Iterator[tuple[str, str]]:
        names = {group.id: group.name for group in self._tree.groups}
        shown = self._tree.facet_groups.get(facet, ())
        for name in dict.fromkeys(names[group_id] for group_id in shown if group_id in names):
            yield name, name
        if facet == "categories" and self._filters.shown_by(facet, BUNDLE):
            yield BUNDLE, BUNDLE


def _value(choice: Choice, count: int) -> FacetValue:
    return FacetValue(count=count, name=choice.name)


def _subject(choice: Choice, count: int) -> SubjectFacetValue:
    return SubjectFacetValue(count=count, name=choice.key, description=choice.name or None)


def _own(listing: Listing, in_bundle: bool) -> Iterator[tuple[str, str]]:  # noqa: ARG001, FBT001
    return _labels(facts_of_product(listing.hit))


def _of_places(places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    return _labels(facts_of_places(places))


def _labels(facts: Iterable[ProductFact]) -> Iterator[tuple[str, str]]:
    for fact in facts:
        if fact.name is not None:
            yield fact.filter, f"{fact.value}{AND}{fact.name}"
