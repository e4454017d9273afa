"""`import_tutorials FILE`: store the tutorials that a spreadsheet of the back office plans."""

from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from adapters.spreadsheets.reading import Row, UnreadableFileError
from adapters.spreadsheets.tutorials import TutorialSheet, read_tutorials
from config.wiring import ports
from domain.errors import Conflict
from domain.importing import ImportReport, import_tutorials
from domain.tutorials import EventChange


class Command(BaseCommand):
    help = (
        "Store the tutorial events and sessions of an .xlsx or .csv file, and what is sold for "
        "them. Every row is checked first; if one is wrong, nothing is stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would be stored, and store nothing"
        )

    def handle(self, *_args: object, file: Path, dry_run: bool, **_options: Any) -> None:
        try:
            sheet = read_tutorials(file, progress=self._progress)
        except UnreadableFileError as error:
            raise CommandError(f"{error}. Nothing was stored.") from error
        self._tell_findings(sheet)
        try:
            with transaction.atomic():
                report = import_tutorials(
                    sheet.planned, store=ports().store, tutorials=ports().tutorials
                )
                stored_anyway = ports().tutorials.find(sheet.cancelled).keys()
                transaction.set_rollback(dry_run)
        except Conflict as error:
            raise CommandError(f"{error}. Nothing was stored.") from error
        self._tell(report, sheet, stored_anyway=stored_anyway, dry_run=dry_run)

    def _progress(self, rows: Sequence[Row]) -> Iterable[Row]:
        """Show a bar on a terminal, and nothing anywhere else."""
        return tqdm(rows, desc="Checking", unit=" rows", disable=None, leave=False)

    def _tell_findings(self, sheet: TutorialSheet) -> None:
        for warning in sheet.findings.warnings:
            self.stderr.write(self.style.WARNING(f"warning: {warning}"))
        for error in sheet.findings.errors:
            self.stderr.write(self.style.ERROR(f"error: {error}"))
        if count := len(sheet.findings.errors):
            wrong = "1 cell is" if count == 1 else f"{count} cells are"
            raise CommandError(f"{wrong} wrong. Nothing was stored.")

    def _tell(
        self,
        report: ImportReport,
        sheet: TutorialSheet,
        *,
        stored_anyway: Collection[str],
        dry_run: bool,
    ) -> None:
        write = self.stdout.write
        for code in sheet.cancelled:
            left = "; it is stored already, and left as it is" if code in stored_anyway else ""
            write(f"cancelled, not written: {code}{left}")
        for name in report.unplanned:
            write(f"stored, but no longer planned, and left as it is: {name}")
        for change in report.changed:
            write(f"{_would('change', dry_run=dry_run)} {change.code}: {_summary(change)}")
        for kind, count in report.created.items():
            if count:
                write(f"{_would('create', dry_run=dry_run)} {count} {kind}")
        write(f"unchanged: {report.unchanged} events")
        if not sheet.planned:
            write(self.style.WARNING("Every event is cancelled: there was nothing to store."))
        elif report.is_empty:
            write(self.style.SUCCESS("Everything is stored already; nothing changed."))
        elif dry_run:
            write(self.style.WARNING("Dry run: nothing was stored."))
        else:
            write(self.style.SUCCESS("Stored."))


def _would(verb: str, *, dry_run: bool) -> str:
    return f"would {verb}" if dry_run else f"{verb}d"


def _summary(change: EventChange) -> str:
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
