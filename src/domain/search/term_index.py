"""Look-up of terms, whole or by their beginning."""

from bisect import bisect_left, bisect_right
from itertools import chain

from domain.search.masks import Postings, union

BLOCK = 64


class TermIndex:
    """The terms of one field in order, each with the mask of the listings that bear it.

    The union of every `BLOCK` neighbours is kept as well: a beginning that 100,000 terms share
    is then answered by joining some 1,500 masks.
    """

    __slots__ = ("_blocks", "_masks", "_terms")

    def __init__(self, postings: Postings) -> None:
        self._terms = sorted(postings)
        self._masks = [postings[term] for term in self._terms]
        starts = range(0, len(self._masks), BLOCK)
        self._blocks = [union(self._masks[start : start + BLOCK]) for start in starts]

    def exactly(self, term: str) -> int:
        """Return the listings that bear the term."""
        at = bisect_left(self._terms, term)
        return self._masks[at] if self._terms[at : at + 1] == [term] else 0

    def beginning_with(self, start: str) -> int:
        """Return the listings that bear a term with this beginning, the term itself included."""
        first = bisect_left(self._terms, start)
        end = bisect_right(self._terms, start, lo=first, key=lambda term: term[: len(start)])
        return self._between(first, end)

    def _between(self, first: int, end: int) -> int:
        head = min(-(-first // BLOCK) * BLOCK, end)
        tail = max(end // BLOCK * BLOCK, head)
        whole_blocks = self._blocks[head // BLOCK : tail // BLOCK]
        return union(chain(self._masks[first:head], whole_blocks, self._masks[tail:end]))
