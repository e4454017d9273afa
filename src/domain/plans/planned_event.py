"""An event of a plan."""

from dataclasses import dataclass

from domain.catalogue import StoreProduct
from domain.tutorials.events import EventDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent[P: StoreProduct | str = StoreProduct]:
    """An event to be stored, and the product that sells it.

    A product that must already exist is given by its code alone.
    """

    event: EventDraft
    store_product: P

    @property
    def store_product_code(self) -> str:
        product: StoreProduct | str = self.store_product
        return product if isinstance(product, str) else product.code
