"""The listings that match the text of a query, and why."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.search.hits.products import Match
from domain.search.index.bitsets import union
from domain.search.text.bands import Bands
from domain.search.text.ranking import explained


class TextMatches(NamedTuple):
    """The listings that match a text as one code, and those that match its tokens.

    `whole` are the listings with this code, and `begun` those with a code that begins with it.
    """

    whole: tuple[str, Bands]
    begun: tuple[str, Bands]
    by_token: tuple[tuple[str, Bands], ...] = ()
    every: Bands = {}  # noqa: RUF012 (never changed)

    @property
    def ranked(self) -> tuple[int, ...]:
        """The masks of the matching listings, the best matches first.

        A listing can be in several masks; the first one determines its rank.
        """
        (_, whole), (_, begun) = self.whole, self.begun
        return *whole.values(), *self.every.values(), *begun.values()

    @property
    def all(self) -> int:
        """The mask of all matching listings."""
        return union(self.ranked)

    def explain(self, slot: int) -> tuple[Match, ...]:
        """Return the best matches of a listing: of the whole text, or of each token."""
        if whole := tuple(_explain([self.whole], slot)):
            return whole
        by_token = tuple(_explain(self.by_token, slot))
        if by_token and len(by_token) == len(self.by_token):
            return by_token
        return tuple(_explain([self.begun], slot))


def _explain(matches: Iterable[tuple[str, Bands]], slot: int) -> Iterator[Match]:
    for text, bands in matches:
        for ranked, mask in bands.items():
            if mask >> slot & 1:
                yield explained(text, ranked)
                break
