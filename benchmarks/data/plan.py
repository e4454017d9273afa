"""The products for sale at each size, and their numbers of events.

As in a real year, most tutorials are held in few places at few times and some, those online, very
often. One unit of size is 20 listings face to face with 2 events each, 7 online that share 228
events, 27 of materials and 27 of markings: 268 events of 5 sessions, 1,340 sessions.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

from benchmarks.data.names import CITIES, EXAM_SESSIONS, MARKINGS, MATERIALS, ONLINE, SUBJECTS

type Kind = Literal["face to face", "online", "material", "marking"]

PRODUCTS: dict[Kind, int] = {
    "face to face": len(CITIES),
    "online": len(ONLINE),
    "material": len(MATERIALS),
    "marking": len(MARKINGS),
}
LISTINGS: dict[Kind, int] = {"face to face": 20, "online": 7, "material": 27, "marking": 27}
EVENTS_FACE_TO_FACE = 2
EVENTS_ONLINE = 228
SESSIONS_PER_EVENT = 5
SEED = 20260415


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """A planned listing; `subject`, `exam_session` and `product` are indexes into the names."""

    kind: Kind
    subject: int
    exam_session: int
    product: int
    events: int


def offers(scale: int) -> Iterator[Offer]:
    """Yield the listings for a size; always the same ones for the same size."""
    for kind in LISTINGS:
        for number, (subject, exam_session, item) in enumerate(_places(kind, scale)):
            yield Offer(kind, subject, exam_session, item, _events(kind, number))


def _places(kind: Kind, scale: int) -> list[tuple[int, ...]]:
    """Return the indexes of the listings of a kind; the first ones include every name.

    So the facets have the same values at every size, and answers are as long.
    """
    sizes = len(SUBJECTS), len(EXAM_SESSIONS), PRODUCTS[kind]
    first = [tuple(n % size for size in sizes) for n in range(LISTINGS[kind])]
    others = sorted(set(product(*map(range, sizes))) - set(first))
    random.Random(SEED).shuffle(others)
    wanted = LISTINGS[kind] * scale
    assert wanted <= prod(sizes), "more listings than there are names"
    return [*first, *others][:wanted]


def _events(kind: Kind, number: int) -> int:
    if kind == "face to face":
        return EVENTS_FACE_TO_FACE
    if kind == "online":
        more, each = number % LISTINGS[kind], EVENTS_ONLINE // LISTINGS[kind]
        return each + (more < EVENTS_ONLINE % LISTINGS[kind])
    return 0
