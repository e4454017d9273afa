"""The tree of filter groups: which listings stand in a group or in one below it."""

from collections.abc import Iterator, Sequence

from domain.search.listings import FilterGroup, Listing
from domain.search.masks import Postings
from domain.search.values import caseless


def by_group_name(listings: Sequence[Listing], groups: Sequence[FilterGroup]) -> Postings:
    """Return the listings of each group, its descendants' included, by caseless name.

    Groups of one name are one: a person who asks for it cannot tell them apart.
    """
    by_id = {group.id: group for group in groups}
    names = {group.id: _names_from(group, by_id) for group in groups}
    postings = Postings()
    for position, listing in enumerate(listings):
        for group_id in listing.group_ids & names.keys():
            for name in names[group_id]:
                postings.add(name, 1 << position)
    return postings


def _names_from(group: FilterGroup, by_id: dict[int, FilterGroup]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(caseless(step.name) for step in _upwards(group, by_id)))


def _upwards(group: FilterGroup, by_id: dict[int, FilterGroup]) -> Iterator[FilterGroup]:
    """Yield a group and its ancestors.

    Other systems write the tree, and nothing keeps it one: a parent can be missing, and a group
    can be its own ancestor.
    """
    seen: set[int] = set()
    step: FilterGroup | None = group
    while step is not None and step.id not in seen:
        yield step
        seen.add(step.id)
        step = by_id.get(step.parent_id) if step.parent_id is not None else None
