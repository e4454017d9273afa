"""Looks up terms: exact, by prefix, or by range.

The naive equivalent is a `dict` of masks by term, with a loop over all terms for a prefix, and a
complete copy for each update.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from domain.search.index.bitsets import union

CHUNK = 64
# Sorts after every term.
AFTER_EVERY_TERM = "\U0010ffff" * 1000


class Chunk(NamedTuple):
    """Neighbouring terms in order, their masks, and the union of the masks."""

    terms: Sequence[str]
    masks: Sequence[int]
    union: int


class TermIndex:
    """Immutable sorted terms, each with the mask of the listings that have it.

    Terms are stored in chunks with their unions. The mask of a prefix that 100,000 terms share is
    therefore the union of about 1,500 masks, and an updated index shares all unchanged chunks with
    the previous one.
    """

    __slots__ = ("_chunks", "_edition", "_firsts")

    def __init__(self) -> None:
        self._chunks: list[Chunk] = []
        self._firsts: list[str] = []
        # The same object as long as the terms are the same.
        self._edition = object()

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(chunk.terms for chunk in self._chunks)

    def items(self) -> Iterator[tuple[str, int]]:
        for chunk in self._chunks:
            yield from zip(chunk.terms, chunk.masks, strict=True)

    def has_same_terms(self, other: "TermIndex") -> bool:
        """Whether no update between the two has added or removed a term."""
        return self._edition is other._edition

    def exactly(self, term: str) -> int:
        """Return the mask of the listings that have the term."""
        if not self._chunks:
            return 0
        chunk = self._chunks[self._place(term)]
        at = bisect_left(chunk.terms, term)
        return chunk.masks[at] if chunk.terms[at : at + 1] == [term] else 0

    def beginning_with(self, start: str) -> int:
        """Return the mask of the listings that have a term with this prefix."""
        return self.between(start, start + AFTER_EVERY_TERM)

    def between(self, first: str, last: str) -> int:
        """Return the mask of the listings that have a term in an inclusive range."""
        if not self._chunks:
            return 0
        begin, end = self._place(first), self._place(last)
        inner = (chunk.union for chunk in self._chunks[begin + 1 : end])
        edges = (self._chunks[place] for place in {begin, end})
        return union(chain(inner, (_between(chunk, first, last) for chunk in edges)))

    def patched(self, cleared: Mapping[str, int], put: Mapping[str, int]) -> "TermIndex":
        """Return the index after listings were removed from terms and added to terms."""
        changed: defaultdict[int, dict[str, int]] = defaultdict(dict)
        has_same_terms = True
        for term in cleared.keys() | put.keys():
            mask = self.exactly(term)
            kept = mask & ~cleared.get(term, 0)
            # A term of a single listing shares the integer of that listing.
            after = kept | put.get(term, 0) if kept else put.get(term, 0)
            if after != mask:
                changed[self._place(term)][term] = after
                has_same_terms = has_same_terms and bool(mask) == bool(after)
        if not changed:
            return self
        made = TermIndex()
        made._chunks, made._firsts = self._chunks.copy(), self._firsts.copy()
        if has_same_terms:
            made._edition = self._edition
        for place in sorted(changed, reverse=True):
            before = self._chunks[place] if self._chunks else Chunk([], [], 0)
            chunks = list(_chunks(_merged(before, changed[place])))
            made._chunks[place : place + 1] = chunks
            made._firsts[place : place + 1] = [chunk.terms[0] for chunk in chunks]
        return made

    def _place(self, term: str) -> int:
        return max(bisect_right(self._firsts, term) - 1, 0)


def _between(chunk: Chunk, first: str, last: str) -> int:
    begin, end = bisect_left(chunk.terms, first), bisect_right(chunk.terms, last)
    return chunk.union if end - begin == len(chunk.terms) else union(chunk.masks[begin:end])


def _merged(chunk: Chunk, changed: Mapping[str, int]) -> dict[str, int]:
    masks = {**dict(zip(chunk.terms, chunk.masks, strict=True)), **changed}
    return {term: mask for term, mask in masks.items() if mask}


def _chunks(masks: Mapping[str, int]) -> Iterator[Chunk]:
    terms = sorted(masks)
    for start in range(0, len(terms), CHUNK):
        some = terms[start : start + CHUNK]
        of_these = [masks[term] for term in some]
        yield Chunk(some, of_these, union(of_these))
