from dataclasses import dataclass
from datetime import date

from adapters.demo.bundles import DemoBundle, bundles
from adapters.demo.products import other_products
from adapters.demo.sittings import next_sittings
from adapters.demo.tutorials import planned_events
from domain.catalogue import StoreProduct
from domain.plans.planned_event import PlannedEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCatalogue:
    planned: tuple[PlannedEvent, ...]
    other_products: tuple[StoreProduct, ...]
    bundles: tuple[DemoBundle, ...]


def demo_catalogue(today: date) -> DemoCatalogue:
    """Return the catalogue of the next two sittings after a date."""
    sittings = next_sittings(today)
    planned = tuple(plan for sitting in sittings for plan in planned_events(sitting))
    others = tuple(item for sitting in sittings for item in other_products(sitting))
    return DemoCatalogue(
        planned=planned,
        other_products=others,
        bundles=tuple(bundles([plan.store_product for plan in planned], others)),
    )
