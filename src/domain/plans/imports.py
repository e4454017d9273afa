"""Imports of plans that a client uploads: the file, the state, and the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import FieldError, Invalid, check
from domain.text import line_fault, one_line
from domain.tutorials.rules import LONGEST_REASON

LONGEST_FILE_NAME, MOST_BYTES_OF_NAME = 100, 200
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def reason_of_import(file: str) -> str:
    """Return the default reason why sessions of a plan may clash.

    Clashes are allowed by default, because plans often have sessions that share a hall.
    """
    shown = "".join(c if c.isprintable() else REPLACEMENT for c in f"imported from {file}")
    return one_line(shown)[:LONGEST_REASON]


class ImportState(StrEnum):
    """The state of an import."""

    QUEUED = "queued"
    STORED = "stored"
    CHECKED = "checked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A file with planned tutorials; `encoding` is that of a .csv file that is not UTF-8.

    `override_clashes` is why its sessions are stored although they clash; None refuses them.

    Raises:
        Invalid: when the name breaks a rule.

    """

    name: str
    content: bytes
    encoding: str | None = None
    is_dry_run: bool = False
    override_clashes: str | None = None

    def __post_init__(self) -> None:
        fault = line_fault(self.name, longest=LONGEST_FILE_NAME)
        # Most file systems allow names of at most 255 bytes.
        is_long = len(self.name.encode("utf-8", "replace")) > MOST_BYTES_OF_NAME
        check(
            [
                (not fault, "file", f"its name {fault}"),
                (not is_long and "/" not in self.name, "file", "its name is too long or a path"),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReport:
    """An error or a warning for a cell, or for the whole sheet if there is no cell."""

    sheet: str | None
    cell: str | None
    row: int | None
    column: str | None
    heading: str | None
    value: str | None
    message: str
    expected: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """The numbers of an import; `created` by kind (plural)."""

    rows: int
    events: int
    cancelled: int
    errors: int
    warnings: int
    created: Mapping[str, int]
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledRow:
    """An event that is cancelled in the file, and whether an event with its code is stored."""

    code: str
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEvent:
    """An event that an import changes, with the change in one line."""

    code: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """The report of an import; of errors, warnings and clashes, it lists the first thousand.

    `clashes` are those that were overridden.
    """

    file: str
    sheet: str | None
    dry_run: bool
    stored: bool
    message: str
    counts: ImportCounts
    errors: tuple[CellReport, ...]
    errors_not_listed: int
    warnings: tuple[CellReport, ...]
    warnings_not_listed: int
    clashes: tuple[CellReport, ...]
    unread_columns: tuple[str, ...]
    cancelled: tuple[CancelledRow, ...]
    changed: tuple[ChangedEvent, ...]
    unplanned: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImport:
    """An import; `report` is null while it is queued, and if the file cannot be read.

    `message` says what was stored, or why nothing was.
    """

    id: int
    state: ImportState
    file: str
    is_dry_run: bool
    created_by: str
    created_at: datetime
    finished_at: datetime | None
    message: str
    report: PlanReport | None


class PlanRefused(Invalid):
    """A plan has errors, or cannot be read; nothing was stored."""

    def __init__(self, message: str, report: PlanReport | None, *errors: FieldError) -> None:
        super().__init__(*errors)
        self.message, self.report = message, report
