"""Imports of uploaded plans."""

from typing import Protocol

from domain.plans.imports import PlanFile, PlanImport


class PlanImports(Protocol):
    """Imports of uploaded plans; call `submit` inside a transaction."""

    def submit(self, plan: PlanFile, *, by: str) -> PlanImport:
        """Import a plan at once if it is small, or queue it; `by` is the name of the caller.

        Raises:
            PlanRefused: when the file cannot be read or has errors.
            Conflict: when the plan contradicts stored data.

        """
        ...

    def get(self, id_: int) -> PlanImport:
        """Return an import.

        Raises:
            NotFound: when there is none with this id.

        """
        ...
