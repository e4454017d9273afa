"""Masks by field and term, for all that a listing can be found by."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from domain.search.index.postings import TermIndex

# A field, a term in it, and the mask of those that bear the term there.
type Entry[F: Hashable] = tuple[F, str, int]

EMPTY = TermIndex()


class Index[F: Hashable]:
    """A `TermIndex` for each field; never changed."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[F, TermIndex] | None = None) -> None:
        self._fields = dict(fields or {})

    def __getitem__(self, field: F) -> TermIndex:
        return self._fields.get(field, EMPTY)

    def fields(self) -> Iterator[tuple[F, TermIndex]]:
        return iter(self._fields.items())

    def patched(self, removed: Iterable[Entry[F]], added: Iterable[Entry[F]]) -> "Index[F]":
        """Return the index without some entries and with others; the rest is shared."""
        cleared, put = _collected(removed), _collected(added)
        changed = {
            field: self[field].patched(cleared[field], put[field])
            for field in cleared.keys() | put.keys()
        }
        return Index(self._fields | changed)


def _collected[F: Hashable](entries: Iterable[Entry[F]]) -> defaultdict[F, dict[str, int]]:
    found: defaultdict[F, dict[str, int]] = defaultdict(dict)
    for field, term, mask in entries:
        masks = found[field]
        # A term of one listing keeps that listing's own number: with a code for every session,
        # most terms are such, and a number of their own would cost 400 bytes each.
        masks[term] = masks[term] | mask if term in masks else mask
    return found
