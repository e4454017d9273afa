"""All events that match a filter, for an export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.plans.exporting import ExportedEvent
from domain.search.events.planned import Planned, Sold, exported_event
from domain.search.events.shared_map import SharedMap


@dataclass(frozen=True, slots=True)
class EventExport:
    """The events in the order of their list; each is converted when it is read."""

    planned: Sequence[Planned]
    sold: SharedMap[int, Sold]

    def __iter__(self) -> Iterator[ExportedEvent]:
        for event in self.planned:
            yield exported_event(event, self.sold[event.store_product_id])

    @property
    def ids(self) -> list[int]:
        """The ids of the events."""
        return [event.hit.id for event in self.planned]

    @property
    def rows(self) -> int:
        """The number of rows or entries: one for each session, and one for an event without."""
        return sum(max(len(event.hit.sessions), 1) for event in self.planned)
