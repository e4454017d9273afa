"""Reads the back office's plan of tutorials, which has one row per session.

Row 1 contains the headings. Rows 2 and 3 contain an example and the formats if they have no
session title. A row with an `Event title` begins an event. The rows below without one are its
other sessions; their event columns are blank.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.spreadsheets.files.limits import Deadline
from adapters.spreadsheets.files.values import Fault
from adapters.spreadsheets.findings import Findings, row_list
from adapters.spreadsheets.layout import HEADINGS, OPTIONAL, SESSION_HEADINGS, SHEET
from adapters.spreadsheets.reading import cells
from adapters.spreadsheets.reading.events import Entry, code_of, read_entry
from adapters.spreadsheets.reading.planned_events import planned_events
from adapters.spreadsheets.reading.row_groups import is_skipped, row_groups
from adapters.spreadsheets.table.reader import Row, Table, UnreadableFileError, read_table
from adapters.spreadsheets.table.rows import Columns
from domain.importing.import_tutorials import Sold
from domain.plans.planned_event import PlannedEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialSheet:
    """The planned events of a file, the codes of cancelled events, and the findings.

    `planned` must not be stored if `findings` has errors. `sheet` is None for a text file;
    `row_count` is the number of rows below the headings and the examples. `rows` has the numbers of
    the rows of an event's sessions by its code, and `columns` their columns.
    """

    planned: tuple[PlannedEvent[Sold], ...]
    cancelled: tuple[str, ...]
    findings: Findings
    sheet: str | None
    row_count: int
    event_count: int
    unread: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]
    columns: Columns | None


def read_tutorials(
    path: Path,
    *,
    progress: Callable[[Sequence[Row]], Iterable[Row]] = iter,
    encoding: str | None = None,
) -> TutorialSheet:
    """Read a file and check every row; `progress` wraps the iteration.

    Raises:
        UnreadableFileError: if the file cannot be read.

    """
    findings = Findings()
    deadline = Deadline()
    table = read_table(
        path,
        sheet=SHEET,
        headings=tuple(HEADINGS.values()),
        optional={HEADINGS[name] for name in OPTIONAL},
        deadline=deadline,
        encoding=encoding,
    )
    for remark in table.remarks:
        findings.warn(None, remark)
    _warn_of_hidden_rows(table, findings)
    begun: dict[str, Row] = {}
    cancelled: list[str] = []
    entries: list[Entry] = []
    for group in row_groups(progress(table.rows), findings):
        deadline.check()
        _refuse_repeated_code(group, begun, findings)
        if findings.read(group[0][HEADINGS["cancelled"]], cells.yes_or_no):
            _refuse_faults(group, findings)
            cancelled.append(code_of(group))
        elif entry := read_entry(group, findings):
            entries.append(entry)
    if not begun and not findings.errors:
        raise UnreadableFileError(f"{path.name} has no row with an event title")
    planned = tuple(planned_events(entries, findings))
    findings.sort()
    return TutorialSheet(
        planned=planned,
        cancelled=tuple(cancelled),
        findings=findings,
        sheet=table.sheet,
        row_count=sum(1 for row in table.rows if not is_skipped(row)),
        event_count=len(begun),
        unread=table.unread,
        rows={entry.event.code: entry.rows for entry in entries},
        columns=table.rows[0].columns if table.rows else None,
    )


def _warn_of_hidden_rows(table: Table, findings: Findings) -> None:
    hidden = [row.number for row in table.rows if row.is_hidden and not is_skipped(row)]
    if hidden:
        count = "1 row is" if len(hidden) == 1 else f"{len(hidden)} rows are"
        message = f"{count} hidden or filtered out, but read like the others: {row_list(hidden)}"
        findings.warn(None, message)


def _refuse_faults(group: Sequence[Row], findings: Findings) -> None:
    """Record the faulty cells of a cancelled event, whose other cells are not read."""
    read_already = {HEADINGS["cancelled"]}
    for row in group:
        names = SESSION_HEADINGS if row is not group[0] else HEADINGS
        for heading in names.values():
            if heading not in read_already and isinstance(row[heading].value, Fault):
                findings.refuse(row[heading], str(cells.unfit(row[heading], "a value, or blank")))


def _refuse_repeated_code(group: Sequence[Row], begun: dict[str, Row], findings: Findings) -> None:
    first = begun.setdefault(code_of(group), group[0])
    if first is not group[0]:
        message = f"{code_of(group)} occurs a second time; it first occurs in row {first.number}"
        findings.refuse(group[0][HEADINGS["code"]], message)
