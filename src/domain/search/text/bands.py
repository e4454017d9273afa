"""Listings grouped by score: pairs of a score and the mask of the listings that have it."""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import product

type Bands = dict[int, int]


def best(scored: Iterable[tuple[int, int]]) -> Bands:
    """Return the scores in descending order, with each listing under its highest score only."""
    bands: Bands = {}
    seen = 0
    for score, mask in sorted(scored, reverse=True):
        if fresh := mask & ~seen:
            bands[score] = bands.get(score, 0) | fresh
            seen |= fresh
    return bands


def meeting(first: Bands, second: Bands, score: Callable[[int, int], int]) -> Bands:
    """Return the listings that are in both, with a score of their two scores."""
    pairs = product(first.items(), second.items())
    return best((score(a, b), these & those) for (a, these), (b, those) in pairs)


def all_of(matches: Iterable[Bands], score: Callable[[int, int], int]) -> Bands:
    """Return the listings that are in all of one or more arguments, with a score of all scores."""
    return reduce(lambda these, those: meeting(these, those, score), matches)
