"""The rows of a plan, grouped by event."""

from collections.abc import Iterable, Iterator

from adapters.spreadsheets.files.values import BLANK, Fault, shown
from adapters.spreadsheets.findings import Findings
from adapters.spreadsheets.layout import EVENT_HEADINGS, EXAMPLE_ROWS, HEADINGS
from adapters.spreadsheets.reading import cells
from adapters.spreadsheets.table.rows import Row


def row_groups(rows: Iterable[Row], findings: Findings) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of each event, its first one first."""
    code = HEADINGS["code"]
    group: list[Row] = []
    for row in rows:
        if is_skipped(row):
            continue
        # A title that is merged with the row above belongs to the same event.
        is_first = row[code].value != BLANK and not (group and row.continues(code))
        if is_first:
            if group:
                yield tuple(group)
            group = [row]
        elif group:
            _refuse_event_cells(row, group[0], findings)
            group.append(row)
        else:
            findings.refuse(row[code], "is blank, and no event began above this row")
    if group:
        yield tuple(group)


def is_skipped(row: Row) -> bool:
    """Whether a row is blank, or is an example below the headings."""
    is_example = row.number in EXAMPLE_ROWS and all(
        row[HEADINGS[name]].value == BLANK for name in ("title", "code")
    )
    return is_example or row.is_blank


def _refuse_event_cells(row: Row, first: Row, findings: Findings) -> None:
    for heading in EVENT_HEADINGS.values():
        value = row[heading].value
        if isinstance(value, Fault):
            findings.refuse(row[heading], str(cells.unfit(row[heading], "blank here")))
        elif value != BLANK and shown(value) != shown(first[heading].value):
            findings.refuse(
                row[heading],
                f"belongs to the event that begins in row {first.number}; "
                "leave it blank here, or give this row an event title",
                expected="blank",
            )
