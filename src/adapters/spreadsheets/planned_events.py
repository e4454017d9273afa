"""Sound events → what is planned: each with the product that is sold for it."""

from collections.abc import Iterator, Sequence
from datetime import date

from adapters.spreadsheets.events import Entry
from adapters.spreadsheets.files.values import shown
from adapters.spreadsheets.findings import Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.table.rows import Cell
from domain.errors import Invalid
from domain.importing import Sold
from domain.planning import PlannedEvent, tutorial_store_product
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
            # Template and sitting are read already; what is left to go wrong is the name.
            for broken in error.errors:
                message = f"makes no product: {broken.field} {broken.message}"
                findings.refuse(entry.row[HEADINGS["location"]], message)
        else:
            yield PlannedEvent[Sold](event=entry.event, store_product=store_product)


def _warn_of_spelling(
    cell: Cell, location: str, spellings: dict[str, Cell], findings: Findings
) -> None:
    first = spellings.setdefault(spelling_key(location), cell)
    known = shown(first.value)
    if known.casefold() != location.casefold():
        message = (
            f"is the place that {first.address} spells {known!r}; one product is sold for both"
        )
        findings.warn(cell, message)
