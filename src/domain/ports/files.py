"""The file formats of exported events."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from domain.plans.exporting import ExportedEvent, RevisedEvent

# Write events into an open file, each read once and in order; the file stays open.
type PlanWriter = Callable[[Iterable[ExportedEvent], BinaryIO], None]
type CalendarWriter = Callable[[Iterable[RevisedEvent], BinaryIO], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFiles:
    """The formats of exported events.

    `csv` and `xlsx` are plans that an import reads; they raise `Invalid` if there are more
    sessions than it would read. `calendar` is an iCalendar (RFC 5545).
    """

    csv: PlanWriter
    xlsx: PlanWriter
    calendar: CalendarWriter
