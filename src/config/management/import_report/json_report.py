"""The report as JSON."""

from typing import Any

from adapters.spreadsheets.findings import CellNote
from config.management.import_report.cell_value import shown_value
from config.management.import_report.outcome import Outcome
from config.management.import_report.text import change_text


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


def _note_json(note: CellNote, sheet: str | None) -> dict[str, Any]:
    cell = note.cell
    return {
        "sheet": sheet,
        "cell": cell.address if cell else None,
        "row": cell.row if cell else None,
        "column": cell.column if cell else None,
        "heading": cell.heading if cell else None,
        "value": shown_value(note),
        "message": note.message,
        "expected": note.expected,
    }
