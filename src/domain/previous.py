"""The entries of the unpaginated lists of the previous system.

They are read models: stored rows are shown unchanged.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvent:
    """A tutorial event without its sessions; `store_product` is an id."""

    id: int
    code: str
    venue: str
    is_soldout: bool
    finalisation_date: date | None
    remain_space: int
    start_date: date
    end_date: date
    created_at: datetime
    updated_at: datetime
    store_product: int
    store_product_code: str
    subject_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialProduct:
    """An active store product that is a tutorial, according to the product's full name.

    `subject_name` is the subject's description, `location` the full name, and `product_id` the
    catalogue product's id.
    """

    subject_code: str
    subject_name: str | None
    location: str
    product_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldVariation:
    """An active store product, shown as a variation of a catalogue product.

    `id` and `product_code` are the store product's.
    """

    id: int
    variation_type: str
    name: str
    description: str | None
    description_short: str | None
    product_code: str
