"""An event as it is held, and as the routes of events show it."""

from dataclasses import fields
from operator import attrgetter
from typing import NamedTuple, Self

from domain.search.hits import (
    EventHit,
)
from domain.tutorials import TutorialEvent


class Planned(NamedTuple):
    """A stored event, the store product that sells it, and the locations of its sessions."""

    store_product_id: int
    hit: EventHit
    locations: tuple[str, ...]

    @classmethod
    def of(cls, store_product_id: int, hit: EventHit) -> Self:
        locations = dict.fromkeys(session.location for session in hit.sessions)
        return cls(store_product_id, hit, tuple(locations))


class Sold(NamedTuple):
    """What is sold as a store product, as the routes of events name it."""

    subject_code: str
    exam_session_code: str
    product_name: str
    variation_name: str


_FROM_HIT = tuple(
    each.name
    for each in fields(TutorialEvent)
    if each.name not in {*Sold._fields, "store_product_id"}
)
_values = attrgetter(*_FROM_HIT)


def shown_event(event: Planned, sold: Sold) -> TutorialEvent:
    """Return an event with what is sold for it."""
    columns = dict(zip(_FROM_HIT, _values(event.hit), strict=True))
    return TutorialEvent(store_product_id=event.store_product_id, **sold._asdict(), **columns)
