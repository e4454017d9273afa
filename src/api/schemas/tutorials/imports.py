"""Imports of uploaded plans, and their reports."""

from collections.abc import Mapping

from pydantic import ConfigDict, Field

from api.schemas.output import Id, Moment, Out
from api.schemas.problem import ProblemOut
from domain.plans.imports import ImportState


class CellNoteOut(Out):
    """An error or a warning about a cell, or about the whole sheet."""

    sheet: str | None = Field(description="The sheet; null for a text file.", examples=["Import"])
    cell: str | None = Field(
        description="The address of the cell; null for the whole sheet.", examples=["M4"]
    )
    row: int | None = Field(description="The number of the row, from 1.", examples=[4])
    column: str | None = Field(description="The letters of the column.", examples=["M"])
    heading: str | None = Field(description="The heading of the column.", examples=["Day"])
    value: str | None = Field(
        description="The beginning of what the cell contains.", examples=["0"]
    )
    message: str = Field(description="What is wrong.", examples=["must be from 1 to 2147483647"])
    expected: str | None = Field(
        description="What to write there, if that can be said.", examples=["a whole number"]
    )


class ImportCountsOut(Out):
    """The numbers of an import."""

    rows: int = Field(description="The rows that were read.", examples=[120])
    events: int = Field(description="The events in the file.", examples=[31])
    cancelled: int = Field(
        description="The events that are cancelled in the file, and so not imported.",
        examples=[1],
    )
    errors: int = Field(description="The errors.", examples=[0])
    warnings: int = Field(description="The warnings.", examples=[2])
    created: Mapping[str, int] = Field(
        description="The rows that were added, by their kind.",
        examples=[{"events": 30, "sessions": 118}],
    )
    changed: int = Field(description="The events that were changed.", examples=[1])
    unchanged: int = Field(description="The events that were stored already.", examples=[0])


class CancelledRowOut(Out):
    """An event that is cancelled in the file."""

    code: str = Field(description="The code of the event.", examples=["CM2-LON-032-27A"])
    stored: bool = Field(description="Whether it is stored; it was not changed.", examples=[False])


class ChangedEventOut(Out):
    """An event that an import changed."""

    code: str = Field(description="The code of the event.", examples=["CM2-LON-032-27A"])
    change: str = Field(
        description="What was changed, for people.", examples=["venue → Bridge House"]
    )


class ImportReportOut(Out):
    """The report of an import, as the command `import_tutorials` has it."""

    file: str = Field(description="The name of the file.", examples=["plan.xlsx"])
    sheet: str | None = Field(description="The sheet; null for a text file.", examples=["Import"])
    dry_run: bool = Field(description="Whether the plan was only checked.", examples=[False])
    stored: bool = Field(description="Whether the plan was stored.", examples=[True])
    message: str = Field(description="The result in one sentence.", examples=["Stored."])
    counts: ImportCountsOut = Field(description="The numbers.")
    errors: list[CellNoteOut] = Field(description="The first thousand errors, by row.")
    errors_not_listed: int = Field(description="The errors beyond these.", examples=[0])
    warnings: list[CellNoteOut] = Field(description="The first thousand warnings, by row.")
    warnings_not_listed: int = Field(description="The warnings beyond these.", examples=[0])
    clashes: list[CellNoteOut] = Field(
        description="The first thousand clashes that were stored anyway."
    )
    unread_columns: list[str] = Field(
        description="The columns that are not read.", examples=[["'Web sale' (Q)"]]
    )
    cancelled: list[CancelledRowOut] = Field(
        description="The events that are cancelled in the file."
    )
    changed: list[ChangedEventOut] = Field(description="The events that were changed.")
    unplanned: list[str] = Field(
        description="Stored sessions that the file does not have; they were not changed.",
        examples=[[]],
    )


class PlanImportOut(Out):
    """An import of a plan."""

    id: Id = Field(description="The id of the import.", examples=[7])
    state: ImportState = Field(
        description="`queued`: it has not ended; ask again. `stored`: all of it was stored. "
        "`checked`: it was a dry run. `refused`: nothing was stored.",
        examples=["stored"],
    )
    file: str = Field(description="The name of the file.", examples=["plan.xlsx"])
    is_dry_run: bool = Field(description="Whether the plan is only checked.", examples=[False])
    created_by: str = Field(
        description="The token or the account that sent it.", examples=["token planner"]
    )
    created_at: Moment = Field(
        description="When it was sent.", examples=["2027-01-11T09:00:00+00:00"]
    )
    finished_at: Moment | None = Field(
        description="When it ended; null while it is queued.",
        examples=["2027-01-11T09:00:01+00:00"],
    )
    message: str = Field(description="What was stored, or why nothing was.", examples=["Stored."])
    report: ImportReportOut | None = Field(
        description="The report; null while it is queued, and for a file that cannot be read."
    )


class PlanRefusedOut(ProblemOut):
    """A request that was refused; a problem with the report if the plan has errors."""

    # A problem of another kind has no report.
    model_config = ConfigDict(extra="forbid")

    report: ImportReportOut | None = Field(
        default=None,
        description="The report; null or left out if the file could not be read.",
    )
