"""Stores a plan, for the command and for the API."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from adapters.imports.outcome import Outcome
from adapters.spreadsheets.clash_notes import clash_notes
from adapters.spreadsheets.reading.tutorials import TutorialSheet
from domain.clashes.check import Clashing
from domain.clashes.overlaps import Clash
from domain.history import Actor
from domain.importing.import_tutorials import import_tutorials
from domain.ports.history import Actors
from domain.ports.store import StoreRepository
from domain.ports.tutorials import TutorialRepository
from domain.ports.writing import Transactions
from domain.tutorials.changes import ClashOverride


class _DryRunEnded(Exception):
    """Raised to roll back the transaction of a dry run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStore:
    """Stores plans through the ports."""

    store: StoreRepository
    tutorials: TutorialRepository
    actors: Actors
    transactions: Transactions

    def put(
        self,
        name: str,
        sheet: TutorialSheet,
        *,
        dry_run: bool,
        actor: Actor,
        override: ClashOverride | None = None,
    ) -> Outcome:
        """Store the whole plan or, if it has errors or for a dry run, nothing.

        A clash is an error, unless there is an override.

        Raises:
            Conflict: the database contains conflicting data.

        """
        outcome = Outcome(file=name, sheet=sheet, report=None, stored_anyway=(), is_dry_run=dry_run)
        if sheet.findings.error_count:
            return outcome
        outcomes: list[Outcome] = []
        try:
            with suppress(_DryRunEnded), self.actors.acting(actor), self.transactions.begin():
                # First, because this locks the events. A transaction that checks clashes must not
                # wait for the lock of an event.
                stored_anyway = self.tutorials.find(sheet.cancelled).keys()
                report = import_tutorials(
                    sheet.planned, store=self.store, tutorials=self.tutorials, override=override
                )
                outcomes.append(replace(outcome, report=report, stored_anyway=stored_anyway))
                if dry_run:
                    raise _DryRunEnded
        except Clashing as error:
            return replace(_refused(outcome, error.clashes), clashing=error)
        notes = clash_notes(sheet, outcomes[0].report.overridden) if outcomes[0].report else ()
        return replace(outcomes[0], clashes=tuple(notes))


def _refused(outcome: Outcome, clashes: Sequence[Clash]) -> Outcome:
    """Add the clashes to the errors of the sheet."""
    findings = outcome.sheet.findings
    for note in clash_notes(outcome.sheet, clashes):
        if note.cell is not None:
            findings.refuse(note.cell, note.message)
    findings.sort()
    return outcome
