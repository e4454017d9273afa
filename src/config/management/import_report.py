"""The report of an import, as text and as JSON."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.spreadsheets.files.values import BLANK, shown
from adapters.spreadsheets.findings import CellNote
from adapters.spreadsheets.tutorials import TutorialSheet
from domain.importing import ImportReport
from domain.tutorials.changes import EventChange

MOST_LISTED = 1_000
LONGEST_VALUE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of an import; `report` is None if the sheet has errors."""

    file: str
    sheet: TutorialSheet
    report: ImportReport | None
    stored_anyway: Collection[str]
    is_dry_run: bool

    @property
    def is_stored(self) -> bool:
        return self.report is not None and not self.is_dry_run

    @property
    def message(self) -> str:
        if self.report is None:
            count = self.sheet.findings.error_count
            return f"The file has {_count(count, 'error')}. Nothing was stored."
        if not self.sheet.planned:
            return "Every event is cancelled. Nothing was stored."
        if self.report.is_empty:
            return "Everything is already stored. Nothing changed."
        return "Dry run: nothing was stored." if self.is_dry_run else "Stored."


def summary(outcome: Outcome) -> str:
    """Return the counts in one line."""
    sheet = outcome.sheet
    where = f", sheet {sheet.sheet}" if sheet.sheet else ""
    counts = [
        _count(sheet.row_count, "row"),
        _count(sheet.event_count, "event"),
        f"{len(sheet.cancelled)} cancelled",
        _count(sheet.findings.error_count, "error"),
        _count(sheet.findings.warning_count, "warning"),
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
        value = _value(note)
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


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the report as JSON values."""
    sheet, report, findings = outcome.sheet, outcome.report, outcome.sheet.findings
    result: dict[str, Any] = {
        "file": outcome.file,
        "sheet": sheet.sheet,
        "dry_run": outcome.is_dry_run,
        "stored": outcome.is_stored,
        "message": outcome.message,
        "counts": {
            "rows": sheet.row_count,
            "events": sheet.event_count,
            "cancelled": len(sheet.cancelled),
            "errors": findings.error_count,
            "warnings": findings.warning_count,
        },
        "errors": [_note_json(note, sheet.sheet) for note in findings.errors],
        "errors_not_listed": findings.error_count - len(findings.errors),
        "warnings": [_note_json(note, sheet.sheet) for note in findings.warnings],
        "warnings_not_listed": findings.warning_count - len(findings.warnings),
        "unread_columns": list(sheet.unread),
        "cancelled": [
            {"code": code, "stored": code in outcome.stored_anyway} for code in sheet.cancelled
        ],
    }
    if report is not None:
        result["counts"] |= {
            "created": dict(report.created),
            "changed": len(report.changed),
            "unchanged": report.unchanged,
        }
        result["changed"] = [
            {"code": change.code, "change": change_text(change)} for change in report.changed
        ]
        result["unplanned"] = list(report.unplanned)
    return result


def change_text(change: EventChange) -> str:
    parts = [
        "another store product" if name == "store_product_id" else f"{name} → {value}"
        for name, value in change.values.items()
    ]
    parts += [
        "a session's " + ", ".join(f"{name} → {value}" for name, value in fields.items())
        for fields in change.sessions.values()
    ]
    parts += [f"new session {session.title}" for session in change.new_sessions]
    return "; ".join(parts)


def printable(text: str) -> str:
    """Escape control characters, so that a cell cannot control the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _note_json(note: CellNote, sheet: str | None) -> dict[str, Any]:
    cell = note.cell
    return {
        "sheet": sheet,
        "cell": cell.address if cell else None,
        "row": cell.row if cell else None,
        "column": cell.column if cell else None,
        "heading": cell.heading if cell else None,
        "value": _value(note),
        "message": note.message,
        "expected": note.expected,
    }


def _value(note: CellNote) -> str | None:
    if note.cell is None:
        return None
    return BLANK if note.cell.value == BLANK else shown(note.cell.value)[:LONGEST_VALUE]


def _cancelled(code: str, outcome: Outcome) -> str:
    stored = "; already stored, not changed" if code in outcome.stored_anyway else ""
    return f"cancelled, not imported: {code}{stored}"


def _would(verb: str, outcome: Outcome) -> str:
    return f"would {verb}" if outcome.is_dry_run else f"{verb}d"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
