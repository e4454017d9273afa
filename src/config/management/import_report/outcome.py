"""The outcome of an import."""

from collections.abc import Collection
from dataclasses import dataclass

from adapters.spreadsheets.tutorials import TutorialSheet
from domain.importing import ImportReport


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
            return f"The file has {count_of(count, 'error')}. Nothing was stored."
        if not self.sheet.planned:
            return "Every event is cancelled. Nothing was stored."
        if self.report.is_empty:
            return "Everything is already stored. Nothing changed."
        return "Dry run: nothing was stored." if self.is_dry_run else "Stored."


def count_of(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
