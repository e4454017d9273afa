"""The tree of filter groups, with the names and ids that match each group."""

from collections.abc import Iterable, Iterator

from domain.search.facets.normalise import caseless
from domain.search.listings.documents import FilterGroup

NOTHING: frozenset[str] = frozenset()


class GroupNames:
    """The normalised names, and the ids, of each group and its ancestors.

    Groups with the same name are treated as one, because a client cannot distinguish them by
    name. An id identifies a single group.
    """

    def __init__(self, groups: Iterable[FilterGroup]) -> None:
        by_id = {group.id: group for group in groups}
        self._names = {
            group.id: frozenset(caseless(step.name) for step in _upwards(group, by_id))
            for group in by_id.values()
        }
        self._ids = {
            group.id: frozenset(str(step.id) for step in _upwards(group, by_id))
            for group in by_id.values()
        }

    def of(self, group_ids: Iterable[int]) -> frozenset[str]:
        """Return the names that match products in these groups."""
        return NOTHING.union(*(self._names.get(group_id, NOTHING) for group_id in group_ids))

    def ids_of(self, group_ids: Iterable[int]) -> frozenset[str]:
        """Return the ids, as texts, that match products in these groups."""
        return NOTHING.union(*(self._ids.get(group_id, NOTHING) for group_id in group_ids))


def _upwards(group: FilterGroup, by_id: dict[int, FilterGroup]) -> Iterator[FilterGroup]:
    """Yield a group and its ancestors.

    Other systems write the tree, and it may be invalid: a parent can be missing, and a group can
    be its own ancestor.
    """
    seen: set[int] = set()
    step: FilterGroup | None = group
    while step is not None and step.id not in seen:
        yield step
        seen.add(step.id)
        step = by_id.get(step.parent_id) if step.parent_id is not None else None
