"""The outcome of an import, and its report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.spreadsheets.files.values import BLANK, shown
from adapters.spreadsheets.findings import CellNote
from adapters.spreadsheets.reading.tutorials import TutorialSheet
from domain.clashes.check import COLUMNS, Clashing
from domain.importing.import_tutorials import ImportReport
from domain.plans.imports import (
    CancelledRow,
    CellReport,
    ChangedEvent,
    ImportCounts,
    PlanReport,
)
from domain.tutorials.changes import EventChange

LONGEST_VALUE = 50
NOTHING_STORED = "Nothing was stored."


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of an import; `report` is None if the sheet has errors.

    `clashes` are notes about the sessions that were stored although they clash, and `clashing` is
    the error if they were not.
    """

    file: str
    sheet: TutorialSheet
    report: ImportReport | None
    stored_anyway: Collection[str]
    is_dry_run: bool
    clashes: tuple[CellNote, ...] = ()
    clashing: Clashing | None = None

    @property
    def is_stored(self) -> bool:
        return self.report is not None and not self.is_dry_run

    @property
    def message(self) -> str:
        if self.report is None:
            count = self.sheet.findings.error_count
            return f"The file has {count_of(count, 'error')}. {NOTHING_STORED}"
        if not self.sheet.planned:
            return f"Every event is cancelled. {NOTHING_STORED}"
        if self.report.is_empty:
            return "Everything is already stored. Nothing changed."
        return "Dry run: nothing was stored." if self.is_dry_run else "Stored."


def report_of(outcome: Outcome) -> PlanReport:
    """Return the report of an import."""
    sheet, report, findings = outcome.sheet, outcome.report, outcome.sheet.findings
    changed = report.changed if report else ()
    return PlanReport(
        file=outcome.file,
        sheet=sheet.sheet,
        dry_run=outcome.is_dry_run,
        stored=outcome.is_stored,
        message=outcome.message,
        counts=ImportCounts(
            rows=sheet.row_count,
            events=sheet.event_count,
            cancelled=len(sheet.cancelled),
            errors=findings.error_count,
            warnings=findings.warning_count,
            created=dict(report.created) if report else {},
            changed=len(changed),
            unchanged=report.unchanged if report else 0,
        ),
        errors=tuple(_cell_report(note, sheet.sheet) for note in findings.errors),
        errors_not_listed=findings.error_count - len(findings.errors),
        warnings=tuple(_cell_report(note, sheet.sheet) for note in findings.warnings),
        warnings_not_listed=findings.warning_count - len(findings.warnings),
        clashes=tuple(_cell_report(note, sheet.sheet) for note in outcome.clashes),
        unread_columns=tuple(sheet.unread),
        cancelled=tuple(
            CancelledRow(code=code, stored=code in outcome.stored_anyway)
            for code in sheet.cancelled
        ),
        changed=tuple(
            ChangedEvent(code=change.code, change=change_text(change)) for change in changed
        ),
        unplanned=report.unplanned if report else (),
    )


def stored_report(values: Mapping[str, Any]) -> PlanReport:
    """Return a report from its JSON values."""
    return PlanReport(
        **{
            **values,
            "counts": ImportCounts(**values["counts"]),
            "errors": tuple(CellReport(**each) for each in values["errors"]),
            "warnings": tuple(CellReport(**each) for each in values["warnings"]),
            # A report of an earlier release has no clashes.
            "clashes": tuple(CellReport(**each) for each in values.get("clashes", ())),
            "unread_columns": tuple(values["unread_columns"]),
            "cancelled": tuple(CancelledRow(**each) for each in values["cancelled"]),
            "changed": tuple(ChangedEvent(**each) for each in values["changed"]),
            "unplanned": tuple(values["unplanned"]),
        }
    )


def change_text(change: EventChange) -> str:
    """Return the changes of an event in one line."""
    parts = [
        "another store product" if name == "store_product_id" else f"{name} → {value}"
        for name, value in change.values.items()
        # The report has the clashes themselves.
        if name not in COLUMNS
    ]
    parts += [
        "a session's " + ", ".join(f"{name} → {_text(value)}" for name, value in fields.items())
        for fields in change.sessions.values()
    ]
    parts += [f"new session {session.title}" for session in change.new_sessions]
    return "; ".join(parts)


def _cell_report(note: CellNote, sheet: str | None) -> CellReport:
    cell = note.cell
    return CellReport(
        sheet=sheet,
        cell=cell.address if cell else None,
        row=cell.row if cell else None,
        column=cell.column if cell else None,
        heading=cell.heading if cell else None,
        value=value_of(note),
        message=note.message,
        expected=note.expected,
    )


def value_of(note: CellNote) -> str | None:
    """Return the value of the cell of a note, as people see it."""
    if note.cell is None:
        return None
    return BLANK if note.cell.value == BLANK else shown(note.cell.value)[:LONGEST_VALUE]


def count_of(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, in the singular or the plural."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def _text(value: object) -> str:
    return "; ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)
