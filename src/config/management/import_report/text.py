"""The lines of the report."""

from collections.abc import Iterator, Sequence

from adapters.imports.outcome import Outcome, change_text, count_of, value_of
from adapters.spreadsheets.findings import CellNote
from adapters.spreadsheets.reading.tutorials import TutorialSheet

MOST_LISTED = 1_000


def summary(outcome: Outcome) -> str:
    """Return the counts in one line."""
    sheet = outcome.sheet
    where = f", sheet {sheet.sheet}" if sheet.sheet else ""
    counts = [
        count_of(sheet.row_count, "row"),
        count_of(sheet.event_count, "event"),
        f"{len(sheet.cancelled)} cancelled",
        count_of(sheet.findings.error_count, "error"),
        count_of(sheet.findings.warning_count, "warning"),
        *([count_of(len(outcome.clashes), "clash", "clashes")] if outcome.clashes else []),
    ]
    return printable(f"{outcome.file}{where}: {', '.join(counts)}")


def unread_line(sheet: TutorialSheet) -> str:
    return printable("columns that are not read: " + ", ".join(sheet.unread[:MOST_LISTED]))


def note_lines(
    kind: str, notes: Sequence[CellNote], count: int, sheet: str | None
) -> Iterator[str]:
    """Yield a line for each note: sheet, cell, heading, message, value of the cell."""
    for note in notes:
        place = f"{sheet_reference(sheet)}{note}" if note.cell else str(note)
        value = value_of(note)
        suffix = f"; the cell contains {value!r}" if value and value not in note.message else ""
        yield printable(f"{kind}: {place}{suffix}")
    if count > len(notes):
        yield f"{kind}: {count - len(notes)} more are not listed"


def sheet_reference(sheet: str | None) -> str:
    """Return the prefix of a cell reference, such as `Import!`."""
    if sheet is None:
        return ""
    return f"{sheet}!" if sheet.isidentifier() else "'" + sheet.replace("'", "''") + "'!"


def result_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the changes, made or planned."""
    report = outcome.report
    if report is None:
        return
    lines = [
        *(_cancelled(code, outcome) for code in outcome.sheet.cancelled),
        *(f"stored but no longer planned, not changed: {n}" for n in report.unplanned),
        *(f"{_would('change', outcome)} {c.code}: {change_text(c)}" for c in report.changed),
    ]
    yield from map(printable, lines[:MOST_LISTED])
    if len(lines) > MOST_LISTED:
        yield f"{len(lines) - MOST_LISTED} more are not listed"
    for kind, count in report.created.items():
        if count:
            yield f"{_would('create', outcome)} {count} {kind}"
    yield f"unchanged: {report.unchanged} events"


def printable(text: str) -> str:
    """Escape control characters, so that a cell cannot control the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _cancelled(code: str, outcome: Outcome) -> str:
    stored = "; already stored, not changed" if code in outcome.stored_anyway else ""
    return f"cancelled, not imported: {code}{stored}"


def _would(verb: str, outcome: Outcome) -> str:
    return f"would {verb}" if outcome.is_dry_run else f"{verb}d"
