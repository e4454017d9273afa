"""The masks of listings by field and term."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from domain.search.index.postings import TermIndex

# A field, a term, and the mask of the listings that have the term in the field.
type Entry[F: Hashable] = tuple[F, str, int]

EMPTY = TermIndex()


class Index[F: Hashable]:
    """An immutable `TermIndex` for each field."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[F, TermIndex] | None = None) -> None:
        self._fields = dict(fields or {})

    def __getitem__(self, field: F) -> TermIndex:
        return self._fields.get(field, EMPTY)

    def fields(self) -> Iterator[tuple[F, TermIndex]]:
        return iter(self._fields.items())

    def patched(self, removed: Iterable[Entry[F]], added: Iterable[Entry[F]]) -> "Index[F]":
        """Return the index after entries were removed and added; the rest is shared.

        If nothing differs, it is the same object.
        """
        cleared, put = _collected(removed), _collected(added)
        changed = {
            field: after
            for field in cleared.keys() | put.keys()
            if (after := self[field].patched(cleared[field], put[field])) is not self[field]
        }
        return Index(self._fields | changed) if changed else self


def _collected[F: Hashable](entries: Iterable[Entry[F]]) -> defaultdict[F, dict[str, int]]:
    found: defaultdict[F, dict[str, int]] = defaultdict(dict)
    for field, term, mask in entries:
        masks = found[field]
        # A term of a single listing shares the integer of that listing. Most terms are of this
        # kind, such as codes of sessions, and separate integers would cost 400 bytes each.
        masks[term] = masks[term] | mask if term in masks else mask
    return found
