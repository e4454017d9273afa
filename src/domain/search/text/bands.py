"""Listings by how well they match: each score with the mask of the listings that have it."""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import product

type Tiers = dict[int, int]


def best(scored: Iterable[tuple[int, int]]) -> Tiers:
    """Return the tiers, highest score first, with each listing under its highest score only."""
    tiers: Tiers = {}
    seen = 0
    for score, mask in sorted(scored, reverse=True):
        if fresh := mask & ~seen:
            tiers[score] = tiers.get(score, 0) | fresh
            seen |= fresh
    return tiers


def meeting(first: Tiers, second: Tiers, score: Callable[[int, int], int]) -> Tiers:
    """Return the listings that are in both, under the score made of their two."""
    pairs = product(first.items(), second.items())
    return best((score(a, b), these & those) for (a, these), (b, those) in pairs)


def all_of(matches: Iterable[Tiers], score: Callable[[int, int], int]) -> Tiers:
    """Return the listings that are in all of them, at least one, under the score made of all."""
    return reduce(lambda these, those: meeting(these, those, score), matches)
