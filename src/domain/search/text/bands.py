"""Listings grouped by score: pairs of a score and the mask of the listings that have it."""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import product

type Tiers = dict[int, int]


def best(scored: Iterable[tuple[int, int]]) -> Tiers:
    """Return the scores in descending order, with each listing under its highest score only."""
    tiers: Tiers = {}
    seen = 0
    for score, mask in sorted(scored, reverse=True):
        if fresh := mask & ~seen:
            tiers[score] = tiers.get(score, 0) | fresh
            seen |= fresh
    return tiers


def meeting(first: Tiers, second: Tiers, score: Callable[[int, int], int]) -> Tiers:
    """Return the listings that are in both, with a score of their two scores."""
    pairs = product(first.items(), second.items())
    return best((score(a, b), these & those) for (a, these), (b, those) in pairs)


def all_of(matches: Iterable[Tiers], score: Callable[[int, int], int]) -> Tiers:
    """Return the listings that are in all of one or more arguments, with a score of all scores."""
    return reduce(lambda these, those: meeting(these, those, score), matches)
