"""Stores a plan that was read: the engine of the command and of the API."""

from contextlib import suppress
from dataclasses import dataclass

from adapters.imports.outcome import Outcome
from adapters.spreadsheets.tutorials import TutorialSheet
from domain.history import Actor
from domain.importing import import_tutorials
from domain.ports.history import Actors
from domain.ports.store import StoreRepository
from domain.ports.tutorials import TutorialRepository
from domain.ports.writing import Transactions


class _DryRunEnded(Exception):
    """Ends a transaction of which nothing is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStore:
    """Stores plans by these ports."""

    store: StoreRepository
    tutorials: TutorialRepository
    actors: Actors
    transactions: Transactions

    def put(self, name: str, sheet: TutorialSheet, *, dry_run: bool, actor: Actor) -> Outcome:
        """Store the whole plan or, if it has errors or for a dry run, nothing.

        Raises:
            Conflict: the database contains conflicting data.

        """
        if sheet.findings.error_count:
            return Outcome(
                file=name, sheet=sheet, report=None, stored_anyway=(), is_dry_run=dry_run
            )
        outcomes: list[Outcome] = []
        with suppress(_DryRunEnded), self.actors.acting(actor), self.transactions.begin():
            report = import_tutorials(sheet.planned, store=self.store, tutorials=self.tutorials)
            stored_anyway = self.tutorials.find(sheet.cancelled).keys()
            outcomes.append(
                Outcome(
                    file=name,
                    sheet=sheet,
                    report=report,
                    stored_anyway=stored_anyway,
                    is_dry_run=dry_run,
                )
            )
            if dry_run:
                raise _DryRunEnded
        return outcomes[0]
