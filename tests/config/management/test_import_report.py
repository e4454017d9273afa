"""The report of `import_tutorials`: lines, JSON, and the annotated copy."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from adapters.tutorials.models import TutorialEvent
from tests.adapters.spreadsheets.plan import event, session, text_file, workbook
from tests.adapters.spreadsheets.raw import below_cells, with_cell

pytestmark = pytest.mark.django_db


def run(path: Path, **options: Any) -> tuple[str, str, str]:
    """Return what was written to stdout and to stderr, and the error that ended it."""
    out, err = StringIO(), StringIO()
    error = ""
    try:
        call_command("import_tutorials", path, stdout=out, stderr=err, no_color=True, **options)
    except CommandError as raised:
        error = str(raised)
    return out.getvalue(), err.getvalue(), error


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    rows = [event("A-1", Venue="", Day=0), session(2), event("A-\x1b[2J")]
    return with_cell(tmp_path / "plan.xlsx", "S4", '<c t="e"><v>#N/A</v></c>', *rows)


def test_the_report_lists_counts_and_then_each_problem(wrong: Path) -> None:
    _, output, error = run(wrong)

    lines = output.splitlines()
    assert (
        lines[0] == "plan.xlsx, sheet Import: 3 rows, 2 events, 0 cancelled, 4 errors, 0 warnings"
    )
    assert lines[1:4] == [
        "error: Import!S4 (Cancelled): '#N/A' is an error value: must be Y or N",
        "error: Import!F4 (Venue): is blank: must be a text",
        "error: Import!M4 (Day): must be from 1 to 2147483647; the cell contains '0'",
    ]
    assert error == "The file has 4 errors. Nothing was stored."
    assert "\x1b" not in output
    assert lines[-1] == "columns that are not read: 'Learning mode' (D), 'Web sale' (Q)"


def test_the_json_report_has_the_same_content(wrong: Path) -> None:
    out, _, error = run(wrong, is_json=True)

    report = json.loads(out)
    assert (report["stored"], report["message"]) == (False, error)
    assert report["counts"]["errors"] == len(report["errors"]) == 4
    assert report["errors"][0] == {
        "sheet": "Import",
        "cell": "S4",
        "row": 4,
        "column": "S",
        "heading": "Cancelled",
        "value": "#N/A",
        "message": "'#N/A' is an error value: must be Y or N",
        "expected": "Y or N",
    }


def test_the_json_report_of_a_stored_plan(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx", [event("A-1"), event("A-2", Cancelled="Y")])

    out, err, _ = run(path, is_json=True)

    report = json.loads(out)
    assert err == ""
    assert report["stored"]
    assert report["counts"]["created"]["events"] == 1
    assert report["cancelled"] == [{"code": "A-2", "stored": False}]


def test_the_json_report_of_an_unreadable_file(tmp_path: Path) -> None:
    out, _, error = run(tmp_path / "away.xlsx", is_json=True)

    assert json.loads(out) == {"file": "away.xlsx", "stored": False, "message": error}


def test_a_copy_has_a_comment_on_each_invalid_cell(wrong: Path, tmp_path: Path) -> None:
    below_cells(wrong, '<mergeCells count="1"><mergeCell ref="T4:U5"/></mergeCells>')
    before = wrong.read_bytes()

    _, output, _ = run(wrong, annotate=tmp_path / "out.xlsx")

    page = load_workbook(tmp_path / "out.xlsx")["Import"]
    comments = {c.coordinate: c.comment.text for row in page for c in row if c.comment}
    assert set(comments) == {"B6", "F4", "M4", "S4"}
    assert comments["F4"] == "Error: is blank: must be a text"
    assert (page["B4"].value, page["H4"].number_format) == ("A-1", "dd/mm/yyyy")
    assert wrong.read_bytes() == before
    assert f"annotated copy: {tmp_path / 'out.xlsx'}" in output
    assert [p.name for p in tmp_path.iterdir()] == ["plan.xlsx", "out.xlsx"]


def test_a_copy_of_a_text_file_is_a_workbook_without_formulas(tmp_path: Path) -> None:
    path = text_file(tmp_path / "plan.csv", [event("A-1", Venue="", **{"Session title": "=1+1"})])

    run(path, annotate=tmp_path / "out.xlsx")

    page = load_workbook(tmp_path / "out.xlsx")["Import"]
    assert page["F2"].comment is not None
    assert page["C2"].data_type == "s"


@pytest.mark.parametrize("name", ["plan.xlsx", "link.xlsx", "out.csv", "away/out.xlsx"])
def test_a_copy_never_replaces_the_file(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path / "plan.xlsx", [event("A-1")])
    (tmp_path / "link.xlsx").symlink_to(path)
    before = path.read_bytes()

    _, _, error = run(path, annotate=tmp_path / name)

    assert error.endswith("Nothing was stored.")
    assert path.read_bytes() == before
    assert not TutorialEvent.objects.exists()


def test_two_spellings_of_a_location_have_one_product(tmp_path: Path) -> None:
    run(workbook(tmp_path / "one.xlsx", [event("A-1", Location="Malmö")]))

    out, _, error = run(workbook(tmp_path / "other.xlsx", [event("A-2", Location="Malmo")]))

    assert error == ""
    assert "created 1 events" in out
    assert "products" not in out.replace("store products", "")
    first, second = TutorialEvent.objects.order_by("code")
    assert (
        first.exam_session_subject_product_variation_id
        == second.exam_session_subject_product_variation_id
    )


def test_a_broken_lookup_deletes_nothing(tmp_path: Path) -> None:
    run(workbook(tmp_path / "plan.xlsx", [event("A-1")]))
    path = with_cell(tmp_path / "again.xlsx", "P4", '<c t="e"><v>#N/A</v></c>')

    _, output, _ = run(path)

    assert "Import!P4 (Finalisation date): '#N/A' is an error value" in output
    assert TutorialEvent.objects.get().finalisation_date is not None
