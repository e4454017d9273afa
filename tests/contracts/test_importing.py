from dataclasses import replace
from datetime import date

import pytest

from domain.errors import Conflict
from domain.importing.differences import difference
from domain.importing.import_tutorials import ImportReport, import_tutorials
from domain.plans.planned_event import PlannedEvent
from domain.tutorials.events import EventDraft
from tests.contracts.conftest import Repositories
from tests.samples import event, session, store_product

TWO_DAYS = (session(1), session(2, day=date(2026, 7, 2)))


class Importer:
    def __init__(self, repositories: Repositories) -> None:
        self.tutorials = repositories.tutorials
        self._repositories = repositories

    def __call__(self, *events: EventDraft, location: str = "London") -> ImportReport:
        sold = store_product("CM2", location)
        return import_tutorials(
            [PlannedEvent(event=planned, store_product=sold) for planned in events],
            store=self._repositories.store,
            tutorials=self._repositories.tutorials,
        )


@pytest.fixture
def run(repositories: Repositories) -> Importer:
    return Importer(repositories)


def test_new_events_are_added(run: Importer) -> None:
    report = run(event("A", *TWO_DAYS), event("B", session(venue="Live Online")))

    assert (report.created["events"], report.created["sessions"]) == (2, 3)
    assert (report.created["subjects"], report.created["store products"]) == (1, 1)
    assert (report.changed, report.unchanged, report.unplanned) == ((), 0, ())
    assert len(run.tutorials.get("A").sessions) == 2


def test_a_second_import_changes_nothing(run: Importer) -> None:
    run(event("A", *TWO_DAYS))

    report = run(event("A", *TWO_DAYS))

    assert report.is_empty
    assert report.unchanged == 1


def test_a_changed_session_is_changed_in_place(run: Importer) -> None:
    run(event("A", *TWO_DAYS))
    before = run.tutorials.get("A")
    first, second = TWO_DAYS

    report = run(event("A", first, replace(second, venue="Holborn")))

    after = run.tutorials.get("A")
    assert [change.code for change in report.changed] == ["A"]
    assert report.changed[0].sessions == {before.sessions[1].id: {"venue": "Holborn"}}
    assert [s.id for s in after.sessions] == [s.id for s in before.sessions]
    assert [s.venue for s in after.sessions] == ["Bankside", "Holborn"]


def test_a_changed_event_is_changed_in_place(run: Importer) -> None:
    run(event("A"))
    before = run.tutorials.get("A")

    run(event("A", venue="Holborn", finalisation_date=date(2026, 6, 1)))

    after = run.tutorials.get("A")
    assert (after.id, after.venue) == (before.id, "Holborn")
    assert after.finalisation_date == date(2026, 6, 1)


def test_remaining_places_are_not_changed(run: Importer) -> None:
    run(event("A", remain_space=12))

    report = run(event("A", remain_space=20, is_soldout=True))

    stored = run.tutorials.get("A")
    assert report.is_empty
    assert (stored.remain_space, stored.is_soldout) == (12, False)


def test_a_new_session_is_added(run: Importer) -> None:
    run(event("A", TWO_DAYS[0]))

    report = run(event("A", *TWO_DAYS))

    assert report.created["sessions"] == 1
    assert [s.sequence for s in run.tutorials.get("A").sessions] == [1, 2]


def test_an_unplanned_session_is_kept_and_reported(run: Importer) -> None:
    run(event("A", *TWO_DAYS))

    report = run(event("A", TWO_DAYS[0]))

    assert report.is_empty
    assert report.unplanned == ("A, day 2: Day 2",)
    assert len(run.tutorials.get("A").sessions) == 2


def test_an_event_can_move_to_another_product(run: Importer) -> None:
    run(event("A"))

    report = run(event("A"), location="Leeds")

    assert list(report.changed[0].values) == ["store_product_id"]
    assert run.tutorials.get("A").product_name == "Tutorial - Leeds"


def test_an_event_with_an_untidy_code_is_not_added_again(run: Importer) -> None:
    run(event("A 1"))
    stored = run.tutorials.get("A 1")
    change = difference(event("A 1"), stored, stored.store_product_id)
    run.tutorials.change([replace(change, values={"code": " A  1 "})])

    report = run(event("A 1", venue="Holborn"))

    assert (report.created["events"], len(report.changed)) == (0, 1)
    changed = run.tutorials.get(" A  1 ")
    assert (changed.id, changed.venue) == (stored.id, "Holborn")
    assert run.tutorials.codes_like(["B"]) == {}


def test_a_plan_in_which_two_codes_mean_one_event_is_refused(run: Importer) -> None:
    run(event("A-1"))

    for first, second in (("a-1", "A\u20131"), ("b", "B")):
        with pytest.raises(Conflict, match="only in case, dashes"):
            run(event(first), event(second))

    assert not run(event("a-1")).created["events"]
    assert run.tutorials.codes_like(["a-1"]) == {"a-1": ["A-1"]}
