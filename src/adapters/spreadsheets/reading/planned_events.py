"""Converts valid events to planned events, each with its product."""

from collections.abc import Iterator, Sequence
from datetime import date

from adapters.spreadsheets.files.values import shown
from adapters.spreadsheets.findings import Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.reading.events import Entry
from adapters.spreadsheets.table.rows import Cell
from domain.errors import Invalid
from domain.importing.import_tutorials import Sold
from domain.plans.planned_event import PlannedEvent
from domain.plans.products import tutorial_store_product
from domain.text import spelling_key


def planned_events(entries: Sequence[Entry], findings: Findings) -> Iterator[PlannedEvent[Sold]]:
    spans: dict[str, list[date]] = {}
    for entry in entries:
        days = entry.event.start_date, entry.event.end_date
        first, last = spans.setdefault(entry.sold.sitting, [*days])
        spans[entry.sold.sitting] = [min(first, days[0]), max(last, days[1])]
    spellings: dict[str, Cell] = {}
    for entry in entries:
        template, sitting = entry.sold.template, entry.sold.sitting
        if template is None:
            yield PlannedEvent[Sold](event=entry.event, store_product=entry.sold.store_product)
            continue
        location = entry.event.sessions[0].location
        _warn_of_spelling(entry.row[HEADINGS["location"]], location, spellings, findings)
        try:
            store_product = tutorial_store_product(
                template,
                location=location,
                sitting=sitting,
                first_day=spans[sitting][0],
                last_day=spans[sitting][1],
            )
        except Invalid as error:
            # The template and the sitting are valid, so only the name can be invalid.
            for broken in error.errors:
                message = f"cannot be the name of a product: {broken.field} {broken.message}"
                findings.refuse(entry.row[HEADINGS["location"]], message)
        else:
            yield PlannedEvent[Sold](event=entry.event, store_product=store_product)


def _warn_of_spelling(
    cell: Cell, location: str, spellings: dict[str, Cell], findings: Findings
) -> None:
    first = spellings.setdefault(spelling_key(location), cell)
    known = shown(first.value)
    if known.casefold() != location.casefold():
        message = f"is another spelling of {known!r} in {first.address}; both have the same product"
        findings.warn(cell, message)
