"""Imports of uploaded plans: small ones run at once, others are queued in a table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from adapters.imports.models import PlanImport
from adapters.imports.outcome import NOTHING_STORED, report_of, stored_report
from adapters.imports.queue import begin_next, waiting
from adapters.imports.reading import PlanClashing, read_plan, refuse_errors
from adapters.imports.storing import PlanStore
from domain.errors import Conflict, NotFound
from domain.history import Actor
from domain.importing.import_tutorials import ImportReport
from domain.plans import imports as domain
from domain.plans.imports import ImportState, PlanFile, PlanRefused
from domain.tutorials.changes import ClashOverride

# The largest file, in bytes, that is imported at once. A larger one can take longer than a client
# or a proxy waits for the response.
MOST_AT_ONCE = 50_000
# The number of attempts after which an import is refused if each of them ended its process.
MOST_ATTEMPTS = 5
LIFETIME = timedelta(days=90)

type Observe = Callable[[ImportReport | None], None]
type InBackground = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DjangoPlanImports:
    """`PlanImports` on PostgreSQL.

    `in_background` runs work in another thread. `observe` is called with the report of each plan
    that was stored, and with None for each that was refused.
    """

    plans: PlanStore
    in_background: InBackground
    observe: Observe

    def submit(self, plan: PlanFile, *, by: str) -> domain.PlanImport:
        PlanImport.objects.filter(finished_at__lt=timezone.now() - LIFETIME).delete()
        row = PlanImport(
            state=ImportState.QUEUED,
            file=plan.name,
            encoding=plan.encoding,
            is_dry_run=plan.is_dry_run,
            override_clashes=plan.override_clashes,
            created_by=by,
            message="The import has not begun.",
        )
        if len(plan.content) <= MOST_AT_ONCE:
            with self._observed(plan):
                self._import(row, plan)
        else:
            row.content = plan.content
            transaction.on_commit(lambda: self.in_background(self.work_off))
        row.save()
        row.refresh_from_db(fields=["created_at"])
        return _shown(row)

    def get(self, id_: int) -> domain.PlanImport:
        row = PlanImport.objects.defer("content").filter(pk=id_).first()
        if row is None:
            raise NotFound(f"There is no import with the id {id_}.")
        return _shown(row)

    def work_off(self) -> None:
        """Run all imports that are queued and that no other process is running."""
        while (id_ := begin_next()) is not None:
            self._finish(id_)

    def _finish(self, id_: int) -> None:
        """Run a queued import, unless another process is running it.

        The row is locked until everything is stored. If the process ends before, PostgreSQL rolls
        back and unlocks the row, and the import runs again.
        """
        with transaction.atomic():
            row = waiting().filter(pk=id_).first()
            if row is None:
                return
            plan = PlanFile(
                name=row.file,
                content=bytes(row.content or b""),
                encoding=row.encoding,
                is_dry_run=row.is_dry_run,
                override_clashes=row.override_clashes,
            )
            if row.attempts > MOST_ATTEMPTS:
                row.state = ImportState.REFUSED
                row.message = f"It was interrupted {MOST_ATTEMPTS} times. {NOTHING_STORED}"
            else:
                self._attempt(row, plan)
            row.finished_at, row.content = timezone.now(), None
            row.save()

    def _attempt(self, row: PlanImport, plan: PlanFile) -> None:
        try:
            with self._observed(plan):
                self._import(row, plan)
        except (PlanRefused, PlanClashing) as error:
            row.state, row.message = ImportState.REFUSED, error.message
            row.report = asdict(error.report) if error.report else None
        except Conflict as error:
            row.state = ImportState.REFUSED
            row.message = f"{str(error).rstrip('.')}. {NOTHING_STORED}"

    def _import(self, row: PlanImport, plan: PlanFile) -> None:
        sheet = read_plan(plan)
        actor = Actor(kind="import", name=f"{plan.name}, sent by {row.created_by}")
        override = override_of(plan, by=row.created_by)
        outcome = self.plans.put(
            plan.name, sheet, dry_run=plan.is_dry_run, actor=actor, override=override
        )
        refuse_errors(outcome)
        row.state = ImportState.CHECKED if plan.is_dry_run else ImportState.STORED
        row.message, row.report = outcome.message, asdict(report_of(outcome))
        row.finished_at = timezone.now()
        if outcome.report is not None and not plan.is_dry_run:
            report = outcome.report
            transaction.on_commit(lambda: self.observe(report))

    @contextmanager
    def _observed(self, plan: PlanFile) -> Iterator[None]:
        try:
            yield
        except (PlanRefused, Conflict):
            if not plan.is_dry_run:
                self.observe(None)
            raise


def override_of(plan: PlanFile, *, by: str) -> ClashOverride | None:
    """Return the override of clashes that was sent with a plan."""
    reason = plan.override_clashes
    return ClashOverride(reason=reason, at=timezone.now(), by=by) if reason else None


def _shown(row: PlanImport) -> domain.PlanImport:
    return domain.PlanImport(
        id=row.pk,
        state=ImportState(row.state),
        file=row.file,
        is_dry_run=row.is_dry_run,
        created_by=row.created_by,
        created_at=row.created_at,
        finished_at=row.finished_at,
        message=row.message,
        report=stored_report(row.report) if row.report else None,
    )
