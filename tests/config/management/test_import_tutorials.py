from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from model_bakery import baker

from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.models import FilterGroup, Product, StoreProduct
from adapters.tutorials.models import TutorialEvent, TutorialSession
from tests.adapters.spreadsheets.plan import HEADINGS, event, session, text_file, workbook

pytestmark = pytest.mark.django_db
REAL_PLAN = Path(__file__).parents[4] / "shared" / "data" / "tutorials_2026A.xlsx"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Two events, three sessions, of which one is cancelled with its event."""
    rows = [
        event("A-1", **{"Course template code": "CB1_f2f_2"}),
        session(2),
        event("A-2", Cancelled="Y"),
    ]
    return workbook(tmp_path / "plan.xlsx", rows)


def run(path: Path, **options: object) -> str:
    out = StringIO()
    call_command("import_tutorials", path, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_plan_is_stored_and_can_be_searched(plan: Path) -> None:
    said = run(plan)

    assert "created 1 events" in said
    assert "created 2 sessions" in said
    assert "cancelled, not imported: A-2" in said
    stored = TutorialEvent.objects.get()
    assert (stored.code, stored.start_date, stored.end_date, stored.remain_space) == (
        "A-1",
        date(2026, 7, 1),
        date(2026, 7, 2),
        12,
    )
    assert stored.exam_session_subject_product_variation.product_code == (
        "CB1/LONDON/CB1_f2f_2/26B"
    )
    (listing,) = DjangoCatalogueFeed().load().listings
    assert listing.hit.type == "Tutorial"


def test_a_second_import_changes_nothing(plan: Path) -> None:
    run(plan)

    said = run(plan)

    assert "Nothing changed" in said
    assert TutorialSession.objects.count() == 2


def test_a_dry_run_reports_and_stores_nothing(plan: Path) -> None:
    said = run(plan, dry_run=True)

    assert "would create 1 events" in said
    assert "nothing was stored" in said
    assert not TutorialEvent.objects.exists()
    assert not StoreProduct.objects.exists()


def test_a_changed_row_changes_its_session_in_place(plan: Path, tmp_path: Path) -> None:
    run(plan)
    before = TutorialSession.objects.get(sequence=2)
    moved = [
        event("A-1", **{"Course template code": "CB1_f2f_2"}),
        session(2, Venue="Holborn"),
    ]

    said = run(text_file(tmp_path / "moved.csv", moved))

    assert "changed A-1: a session's venue → Holborn" in said
    after = TutorialSession.objects.get(sequence=2)
    assert (after.pk, after.venue) == (before.pk, "Holborn")
    assert after.updated_at > before.updated_at


def test_remaining_places_are_not_imported_again(plan: Path) -> None:
    run(plan)
    TutorialEvent.objects.update(remain_space=3)

    said = run(plan)

    assert "Nothing changed" in said
    assert TutorialEvent.objects.get().remain_space == 3


def test_a_stored_event_that_is_cancelled_is_reported(plan: Path, tmp_path: Path) -> None:
    run(plan)

    said = run(workbook(tmp_path / "cancelled.xlsx", [event("A-1", Cancelled="Y")]))

    assert "cancelled, not imported: A-1; already stored, not changed" in said
    assert "Every event is cancelled" in said
    assert TutorialEvent.objects.filter(code="A-1").exists()


def test_one_invalid_row_prevents_the_import(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "plan.xlsx", [event("A-1"), event("A-2", Venue=""), event("A-3", Day="x")]
    )
    said = StringIO()

    with pytest.raises(CommandError, match=r"The file has 2 errors\. Nothing was stored\."):
        call_command("import_tutorials", path, stdout=said, stderr=said)

    assert "error: Import!F5 (Venue): is blank" in said.getvalue()
    assert "error: Import!M6 (Day): 'x' is not valid" in said.getvalue()
    assert not TutorialEvent.objects.exists()


def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be opened.*Nothing was stored"):
        run(tmp_path / "away.xlsx")


def test_a_code_of_another_product_is_a_conflict(plan: Path) -> None:
    other = baker.make(StoreProduct)
    StoreProduct.objects.filter(pk=other.pk).update(product_code="CB1/LONDON/CB1_f2f_2/26B")

    with pytest.raises(CommandError, match=r"CB1/LONDON/CB1_f2f_2/26B.*Nothing was stored"):
        run(plan)

    assert not TutorialEvent.objects.exists()


def test_existing_products_are_used(plan: Path) -> None:
    there = baker.make(Product, fullname="TUTORIAL - LONDON", code="LDN")

    run(plan)

    stored = TutorialEvent.objects.get().exam_session_subject_product_variation
    assert stored.product_product_variation.product == there


def test_a_new_product_is_in_the_group_of_tutorials(plan: Path) -> None:
    group = baker.make(FilterGroup, name="Tutorial", parent=None)

    run(plan)

    assert [row.product_group for row in Product.objects.get().filter_groups.all()] == [group]


def test_two_days_can_be_swapped_in_one_statement(plan: Path) -> None:
    run(plan)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_sessions SET sequence = 3 - sequence")

    assert dict(TutorialSession.objects.values_list("title", "sequence")) == {
        "Day 1": 2,
        "Day 2": 1,
    }


@pytest.mark.skipif(not REAL_PLAN.exists(), reason="the real plan is not part of the project")
def test_a_real_plan_is_stored() -> None:
    said = run(REAL_PLAN)

    assert "created 331 events" in said
    assert "created 1288 sessions" in said
    assert "Nothing changed" in run(REAL_PLAN)


def test_clashes_are_reported_and_stored_or_refused(tmp_path: Path) -> None:
    instructor = {"Instructor": "Ada Lovelace", "Venue": "Live Online"}
    rows = [event("A-1", **instructor), event("A-2", **instructor)]
    path = workbook(tmp_path / "plan.xlsx", rows, headings=[*HEADINGS, "Instructor"])

    with pytest.raises(CommandError, match=r"The file has 1 error\. Nothing was stored\."):
        run(path, refuse_clashes=True)
    assert not TutorialEvent.objects.exists()
    said = run(path, dry_run=True)
    assert "1 clash" in said
    assert "clash: Import!T5 (Instructor): clashes with session 1 of A-1" in said
    assert "in sheet 'Import', row 4, cell T4: both need the instructor 'Ada Lovelace'" in said
    run(path)
    reasons = TutorialEvent.objects.values_list("clash_override_reason", "clash_override_by")
    assert set(reasons) == {("imported from plan.xlsx", "import_tutorials")}
    assert "Nothing changed" in run(path, refuse_clashes=True)
