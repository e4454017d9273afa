"""Sets of listings as integers: bit `i` is the listing at slot `i`.

Counting the listings that match two filters is one `&` and one `bit_count`. The naive equivalent
is a `set` of slots for each mask, with `&` and `len`.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_, or_


def union(masks: Iterable[int]) -> int:
    """Return the listings that are in any of the masks."""
    return reduce(or_, masks, 0)


def intersection(mask: int, masks: Iterable[int]) -> int:
    """Return the listings of the first mask that are in all the others too."""
    return reduce(and_, masks, mask)


def slots_in(mask: int) -> Iterator[int]:
    """Yield the slots in a mask, ascending."""
    # Searching the digits is linear; clearing the lowest bit of a long integer each time is not.
    digits = bin(mask)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)
