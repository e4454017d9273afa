"""Imports that are too large to be done at once."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from django.db import connection

from adapters.history.models import Entry
from adapters.imports import repository
from adapters.imports.models import PlanImport
from adapters.imports.repository import DjangoPlanImports
from adapters.tutorials.models import TutorialEvent
from config.wiring import plan_store
from domain.importing.import_tutorials import ImportReport
from domain.plans.imports import ImportState, PlanFile
from tests.adapters.spreadsheets.plan import event, session, text_file

# Each import has transactions of its own.
pytestmark = pytest.mark.django_db(transaction=True)


def in_a_moment(_work: Callable[[], None]) -> None:
    """Do nothing, like a thread that has not begun."""


OBSERVED: list[ImportReport | None] = []


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> DjangoPlanImports:
    monkeypatch.setattr(repository, "MOST_AT_ONCE", 0)
    OBSERVED.clear()
    return DjangoPlanImports(plans=plan_store(), in_background=in_a_moment, observe=OBSERVED.append)


@pytest.fixture
def plan(tmp_path: Path) -> PlanFile:
    path = text_file(tmp_path / "plan.csv", [event("A-1"), session(2), event("B-1")])
    return PlanFile(name=path.name, content=path.read_bytes(), override_clashes="Both fit")


def queued(imports: DjangoPlanImports, plan: PlanFile) -> int:
    made = imports.submit(plan, by="token planner")
    assert (made.state, made.report, made.finished_at) == (ImportState.QUEUED, None, None)
    return made.id


def codes() -> list[str]:
    return sorted(TutorialEvent.objects.values_list("code", flat=True))


def test_a_queued_import_is_done_later(imports: DjangoPlanImports, plan: PlanFile) -> None:
    id_ = queued(imports, plan)
    assert codes() == []
    # The history of earlier tests stays.
    before = set(Entry.objects.values_list("pk", flat=True))

    imports.work_off()

    done = imports.get(id_)
    assert (done.state, done.message) == (ImportState.STORED, "Stored.")
    assert done.finished_at
    assert codes() == ["A-1", "B-1"]
    assert PlanImport.objects.get().content is None
    [actor] = set(Entry.objects.exclude(pk__in=before).values_list("actor_kind", "actor_name"))
    assert actor == ("import", "plan.csv, sent by token planner")
    [report] = OBSERVED
    assert report is not None
    assert report.created["events"] == 2
    imports.work_off()
    assert imports.get(id_) == done


def test_a_queued_dry_run_stores_nothing(imports: DjangoPlanImports, plan: PlanFile) -> None:
    id_ = queued(imports, replace(plan, is_dry_run=True))

    imports.work_off()

    assert (imports.get(id_).state, codes()) == (ImportState.CHECKED, [])
    assert OBSERVED == []


def test_a_queued_import_with_errors_is_refused(imports: DjangoPlanImports, tmp_path: Path) -> None:
    path = text_file(tmp_path / "plan.csv", [event("A-1"), event("B-1", Day=0)])
    wrong = queued(imports, PlanFile(name="plan.csv", content=path.read_bytes()))
    unreadable = queued(imports, PlanFile(name="plan.xlsx", content=b"x"))

    imports.work_off()

    found = imports.get(wrong)
    assert found.state == ImportState.REFUSED
    assert found.report is not None
    assert found.report.errors[0].cell == "M3"
    found = imports.get(unreadable)
    assert (found.state, found.report) == (ImportState.REFUSED, None)
    assert "Nothing was stored" in found.message
    assert codes() == []
    assert OBSERVED == [None, None]


# Python warns of a fork while threads of pytest-xdist run; the child uses nothing of theirs.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_an_import_whose_process_is_killed_is_done_again(
    imports: DjangoPlanImports, plan: PlanFile
) -> None:
    id_ = queued(imports, plan)
    # A child may not use the connection of its parent.
    connection.close()

    child = os.fork()
    if not child:
        _die_before_the_commit(imports)
    _, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert (imports.get(id_).state, codes()) == (ImportState.QUEUED, [])
    imports.work_off()
    assert (imports.get(id_).state, codes()) == (ImportState.STORED, ["A-1", "B-1"])


def _die_before_the_commit(imports: DjangoPlanImports) -> NoReturn:
    save = PlanImport.save

    def save_and_die(row: PlanImport, **options: object) -> None:
        save(row, **options)  # type: ignore[arg-type]  # as Django passes them
        if row.state == ImportState.STORED:
            os.kill(os.getpid(), signal.SIGKILL)

    PlanImport.save = save_and_die  # type: ignore[method-assign,assignment]
    try:
        imports.work_off()
    finally:
        os._exit(1)


def test_an_import_that_kills_each_process_is_given_up(
    imports: DjangoPlanImports, plan: PlanFile
) -> None:
    id_ = queued(imports, plan)
    PlanImport.objects.update(attempts=repository.MOST_ATTEMPTS)

    imports.work_off()

    found = imports.get(id_)
    assert found.state == ImportState.REFUSED
    assert "interrupted" in found.message
    assert codes() == []
