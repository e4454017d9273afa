"""`import_tutorials FILE`: import the tutorials of a plan of the back office."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from adapters.imports.outcome import NOTHING_STORED, Outcome, report_of
from adapters.imports.reading import check_encoding
from adapters.spreadsheets.annotation import CannotAnnotateError, annotate, check_target
from adapters.spreadsheets.reading.tutorials import read_tutorials
from adapters.spreadsheets.table.reader import Row, UnreadableFileError
from config.management.import_report.printing import print_findings, print_result
from config.management.import_report.text import printable
from config.management.recorded_import import RecordedImport
from config.wiring import plan_store
from domain.errors import Busy, Conflict
from domain.history import Actor
from domain.plans.imports import reason_of_import
from domain.text import line_fault, one_line
from domain.tutorials.changes import ClashOverride
from domain.tutorials.rules import LONGEST_REASON


class Command(RecordedImport):
    help = (
        "Import the tutorial events and sessions of an .xlsx, .xlsm or .csv file, and create the "
        "products for them. Every row is checked first; if one is invalid, nothing is stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would be stored, without storing it"
        )
        parser.add_argument(
            "--json", action="store_true", dest="is_json", help="print the report as JSON"
        )
        parser.add_argument(
            "--annotate",
            type=Path,
            metavar="OUT.xlsx",
            help="write a copy of the file with a comment on each error and warning",
        )
        parser.add_argument(
            "--encoding",
            help="the encoding of a .csv file that is not UTF-8 or UTF-16, such as cp1252",
        )
        clashes = parser.add_mutually_exclusive_group()
        clashes.add_argument(
            "--refuse-clashes",
            action="store_true",
            help="store nothing if a session clashes with another one; otherwise clashes are "
            "reported and stored",
        )
        clashes.add_argument(
            "--override-clashes",
            type=_line,
            metavar="REASON",
            help="the reason that is stored with events whose sessions clash "
            "(default: imported from FILE)",
        )

    def handle(
        self,
        *_args: object,
        file: Path,
        dry_run: bool,
        is_json: bool,
        annotate: Path | None,
        encoding: str | None,
        refuse_clashes: bool,
        override_clashes: str | None,
        **_options: Any,
    ) -> None:
        try:
            check_encoding(encoding)
            if annotate:
                check_target(file, annotate)
            sheet = read_tutorials(file, progress=self._progress, encoding=encoding)
        except (UnreadableFileError, CannotAnnotateError) as error:
            raise self._failure(str(error), is_json=is_json, file=file) from error
        except MemoryError as error:
            message = f"{file.name} needs more memory than is available"
            raise self._failure(message, is_json=is_json, file=file) from error
        try:
            actor = Actor(kind="import", name=file.name)
            reason = override_clashes or reason_of_import(file.name)
            override = ClashOverride(reason=reason, at=timezone.now(), by="import_tutorials")
            outcome = plan_store().put(
                file.name,
                sheet,
                dry_run=dry_run,
                actor=actor,
                override=None if refuse_clashes else override,
            )
        except (Busy, Conflict) as error:
            raise self._failure(str(error), is_json=is_json, file=file) from error
        self.report = outcome.report
        if not is_json:
            print_findings(self, outcome)
        copy = self._annotated(file, annotate, outcome, encoding)
        if is_json:
            document = asdict(report_of(outcome)) | {"annotated": copy}
            self.stdout.write(json.dumps(document, indent=2))
        elif outcome.report is not None:
            print_result(self, outcome)
        if outcome.report is None:
            raise CommandError(outcome.message)

    def _progress(self, rows: Sequence[Row]) -> Iterable[Row]:
        """Show a progress bar if the output is a terminal."""
        return tqdm(rows, desc="Checking", unit=" rows", disable=None, leave=False)

    def _failure(self, message: str, *, is_json: bool, file: Path) -> CommandError:
        message = printable(f"{message.rstrip('.')}. {NOTHING_STORED}")
        if is_json:
            document = {"file": file.name, "stored": False, "message": message}
            self.stdout.write(json.dumps(document, indent=2))
        return CommandError(message)

    def _annotated(
        self, file: Path, target: Path | None, outcome: Outcome, encoding: str | None
    ) -> str | None:
        if target is None:
            return None
        sheet = outcome.sheet
        findings = sheet.findings
        try:
            lost = annotate(
                file,
                target,
                sheet=sheet.sheet,
                errors=findings.errors,
                warnings_=[*findings.warnings, *outcome.clashes],
                encoding=encoding,
            )
        except CannotAnnotateError as error:
            self.stderr.write(printable(str(error)))
            return None
        note = f"annotated copy: {target}"
        if lost:
            note += " (not copied: " + "; ".join(lost) + ")"
        self.stderr.write(printable(note), style_func=str)
        return str(target)


def _line(text: str) -> str:
    """Return a reason as one line of text."""
    line = one_line(text)
    if fault := line_fault(line, longest=LONGEST_REASON):
        raise ArgumentTypeError(fault)
    return line
