"""The back office's plan of tutorials: one row for each session, events begun by a title.

Row 1 has the headings; rows 2 and 3, when they have no session title, an example and the
formats. A row with an `Event title` begins an event; the rows below it that have none are its
further sessions and leave the event's columns empty.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from adapters.spreadsheets import cells
from adapters.spreadsheets.cells import Findings
from adapters.spreadsheets.events import Entry, code_of, read_entry
from adapters.spreadsheets.layout import EVENT_HEADINGS, EXAMPLE_ROWS, HEADINGS, SHEET
from adapters.spreadsheets.reading import Row, UnreadableFileError, read_rows
from domain.errors import Invalid
from domain.planning import PlannedEvent, tutorial_store_product


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialSheet:
    """What a file plans, the codes of the events that it cancels, and what is wrong with it.

    `planned` is not to be stored when `findings` has errors.
    """

    planned: tuple[PlannedEvent, ...]
    cancelled: tuple[str, ...]
    findings: Findings


def read_tutorials(
    path: Path, *, progress: Callable[[Sequence[Row]], Iterable[Row]] = iter
) -> TutorialSheet:
    """Read a file whole and check every row of it; `progress` sees each row go by.

    Raises:
        UnreadableFileError: when the file as a whole cannot be read.

    """
    findings = Findings()
    rows = read_rows(path, sheet=SHEET, headings=tuple(HEADINGS.values()))
    begun: dict[str, Row] = {}
    cancelled: list[str] = []
    entries: list[Entry] = []
    for group in _groups(progress(rows), findings):
        _refuse_repeated_code(group, begun, findings)
        if findings.read(group[0][HEADINGS["cancelled"]], cells.yes_or_no):
            cancelled.append(code_of(group))
        elif entry := read_entry(group, findings):
            entries.append(entry)
    if not begun and not findings.errors:
        raise UnreadableFileError(f"{path.name} has no row with an event title")
    planned = tuple(_planned(entries, findings))
    for notes in (findings.errors, findings.warnings):
        notes.sort(key=lambda note: note.cell.row)
    return TutorialSheet(
        planned=planned,
        cancelled=tuple(cancelled),
        findings=findings,
    )


def _groups(rows: Iterable[Row], findings: Findings) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of each event, its first one first."""
    group: list[Row] = []
    for row in rows:
        is_example = row.number in EXAMPLE_ROWS and row[HEADINGS["title"]].value == ""
        if row.is_blank or is_example:
            continue
        if row[HEADINGS["code"]].value != "":
            if group:
                yield tuple(group)
            group = [row]
        elif group:
            _refuse_event_cells(row, group[0], findings)
            group.append(row)
        else:
            findings.refuse(row[HEADINGS["code"]], "is blank, and no event began above this row")
    if group:
        yield tuple(group)


def _refuse_event_cells(row: Row, first: Row, findings: Findings) -> None:
    for heading in EVENT_HEADINGS.values():
        if row[heading].value not in {"", first[heading].value}:
            findings.refuse(
                row[heading],
                f"belongs to the event that begins in row {first.number}; "
                "leave it blank here, or give this row an event title",
            )


def _refuse_repeated_code(group: Sequence[Row], begun: dict[str, Row], findings: Findings) -> None:
    first = begun.setdefault(code_of(group), group[0])
    if first is not group[0]:
        message = f"{code_of(group)} begins a second time; it began in row {first.number}"
        findings.refuse(group[0][HEADINGS["code"]], message)


def _planned(entries: Sequence[Entry], findings: Findings) -> Iterator[PlannedEvent]:
    spans: dict[str, list[date]] = {}
    for entry in entries:
        span = spans.setdefault(entry.sitting, [])
        span += [entry.event.start_date, entry.event.end_date]
    for entry in entries:
        try:
            store_product = tutorial_store_product(
                entry.template,
                location=entry.event.sessions[0].location,
                sitting=entry.sitting,
                first_day=min(spans[entry.sitting]),
                last_day=max(spans[entry.sitting]),
            )
        except Invalid as error:
            # Template and sitting are read already; what is left to go wrong is the name.
            for broken in error.errors:
                message = f"makes no product: {broken.field} {broken.message}"
                findings.refuse(entry.row[HEADINGS["location"]], message)
        else:
            yield PlannedEvent(event=entry.event, store_product=store_product)
