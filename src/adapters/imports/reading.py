"""Reads an uploaded plan, as a file of the same name."""

from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.imports.outcome import NOTHING_STORED, Outcome, report_of
from adapters.spreadsheets.reading.tutorials import TutorialSheet, read_tutorials
from adapters.spreadsheets.table.reader import UnreadableFileError
from domain.clashes.check import Clashing
from domain.errors import FieldError
from domain.plans.imports import PlanFile, PlanRefused, PlanReport


class PlanClashing(Clashing):
    """Sessions of a plan clash; nothing was stored. `errors` names their cells."""

    def __init__(
        self, outcome: Outcome, report: PlanReport, errors: tuple[FieldError, ...]
    ) -> None:
        super().__init__(outcome.clashing.clashes if outcome.clashing else ())
        self.message, self.report, self.errors = outcome.message, report, errors


def read_plan(plan: PlanFile) -> TutorialSheet:
    """Read and check a plan.

    Raises:
        PlanRefused: when it cannot be read.

    """
    try:
        check_encoding(plan.encoding)
        with TemporaryDirectory(prefix="plan-") as folder:
            path = Path(folder, plan.name)
            path.write_bytes(plan.content)
            return read_tutorials(path, encoding=plan.encoding)
    except UnreadableFileError as error:
        message = f"{str(error).rstrip('.')}. {NOTHING_STORED}"
    except MemoryError:
        message = f"{plan.name} needs more memory than is available. {NOTHING_STORED}"
    raise PlanRefused(message, None, FieldError("file", message))


def check_encoding(encoding: str | None) -> None:
    """Check that an encoding is known.

    Raises:
        UnreadableFileError: when it is not.

    """
    try:
        # Unlike a look-up of the codec, this refuses those that are not of text, such as base64.
        "a".encode(encoding or "utf-8")
    except (LookupError, ValueError) as error:
        raise UnreadableFileError(
            f"{encoding!r} is not a known encoding, such as cp1252"
        ) from error


def refuse_errors(outcome: Outcome) -> None:
    """Raise if nothing can be stored of a plan.

    Raises:
        PlanRefused: naming the cells that have errors.
        PlanClashing: naming the cells of the sessions that clash.

    """
    if outcome.report is not None:
        return
    report = report_of(outcome)
    errors = tuple(
        FieldError(f"{each.cell} ({each.heading})" if each.cell else "file", each.message)
        for each in report.errors
    )
    if outcome.clashing is not None:
        raise PlanClashing(outcome, report, errors)
    raise PlanRefused(outcome.message, report, *errors)
