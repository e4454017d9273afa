"""Prints the report to the streams of a command."""

from django.core.management.base import BaseCommand

from adapters.imports.outcome import Outcome
from config.management.import_report.text import note_lines, result_lines, summary, unread_line


def print_findings(command: BaseCommand, outcome: Outcome) -> None:
    """Print the counts, the errors and the warnings to standard error."""
    sheet, findings = outcome.sheet, outcome.sheet.findings
    command.stderr.write(summary(outcome), style_func=str)
    for kind, style, notes, count in (
        ("error", command.style.ERROR, findings.errors, findings.error_count),
        ("warning", command.style.WARNING, findings.warnings, findings.warning_count),
        ("clash", command.style.WARNING, outcome.clashes, len(outcome.clashes)),
    ):
        for line in note_lines(kind, notes, count, sheet.sheet):
            command.stderr.write(style(line), style_func=str)
    if sheet.unread:
        command.stderr.write(unread_line(sheet), style_func=str)


def print_result(command: BaseCommand, outcome: Outcome) -> None:
    """Print the changes and the message to standard output."""
    for line in result_lines(outcome):
        command.stdout.write(line)
    is_empty = outcome.report is not None and outcome.report.is_empty
    style = command.style.SUCCESS
    if not outcome.sheet.planned or (outcome.is_dry_run and not is_empty):
        style = command.style.WARNING
    command.stdout.write(style(outcome.message))
