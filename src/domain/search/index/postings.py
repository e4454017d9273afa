"""Look-up of terms: whole, by their beginning, or all between two.

The plain way is a `dict` of masks by term, with a loop over all terms for a beginning, all of
which an update would copy.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from domain.search.index.bitsets import union

CHUNK = 64
# What follows all that a term of a column's length can be.
AFTER_EVERY_TERM = "\U0010ffff" * 1000


class Chunk(NamedTuple):
    """Neighbouring terms in order, their masks, and the union of those."""

    terms: Sequence[str]
    masks: Sequence[int]
    union: int


class TermIndex:
    """Terms in order, each with the mask of the listings that bear it; never changed.

    They stand in chunks with their unions: a beginning that 100,000 terms share is then
    answered by joining some 1,500 masks, and an index in which a few terms differ shares all
    other chunks with the one that it is made from.
    """

    __slots__ = ("_chunks", "_firsts")

    def __init__(self, chunks: Iterable[Chunk] = ()) -> None:
        self._chunks = tuple(chunks)
        self._firsts = [chunk.terms[0] for chunk in self._chunks]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(chunk.terms for chunk in self._chunks)

    def items(self) -> Iterator[tuple[str, int]]:
        for chunk in self._chunks:
            yield from zip(chunk.terms, chunk.masks, strict=True)

    def has_same_terms(self, other: "TermIndex") -> bool:
        """Whether both have the same terms, whatever listings bear them."""
        return self is other or (
            len(self._chunks) == len(other._chunks)
            and all(
                ours is theirs or ours.terms == theirs.terms
                for ours, theirs in zip(self._chunks, other._chunks, strict=True)
            )
        )

    def exactly(self, term: str) -> int:
        """Return the listings that bear the term."""
        if not self._chunks:
            return 0
        chunk = self._chunks[self._place(term)]
        at = bisect_left(chunk.terms, term)
        return chunk.masks[at] if chunk.terms[at : at + 1] == [term] else 0

    def beginning_with(self, start: str) -> int:
        """Return the listings that bear a term with this beginning, the term itself included."""
        return self.between(start, start + AFTER_EVERY_TERM)

    def between(self, first: str, last: str) -> int:
        """Return the listings that bear a term from the first to the last, both included."""
        if not self._chunks:
            return 0
        begin, end = self._place(first), self._place(last)
        inner = (chunk.union for chunk in self._chunks[begin + 1 : end])
        edges = (self._chunks[place] for place in {begin, end})
        return union(chain(inner, (_between(chunk, first, last) for chunk in edges)))

    def patched(self, cleared: Mapping[str, int], put: Mapping[str, int]) -> "TermIndex":
        """Return the index in which terms have lost some listings and got others."""
        changed: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for term in cleared.keys() | put.keys():
            before = self.exactly(term)
            kept = before & ~cleared.get(term, 0)
            # A term of one listing keeps that listing's own number, as when it is built.
            after = kept | put.get(term, 0) if kept else put.get(term, 0)
            if after != before:
                changed[self._place(term)][term] = after
        if not changed:
            return self
        chunks = list(self._chunks or [Chunk([], [], 0)])
        for place in sorted(changed, reverse=True):
            chunks[place : place + 1] = _chunks(_merged(chunks[place], changed[place]))
        return TermIndex(chunks)

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
