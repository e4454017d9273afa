"""What people type into cells and headings."""

from collections.abc import Callable, Sequence
from datetime import date, time
from pathlib import Path

import pytest

from adapters.spreadsheets import findings
from adapters.spreadsheets.reading.tutorials import TutorialSheet, read_tutorials
from tests.adapters.spreadsheets.plan import HEADINGS, event, session, text_file, workbook


@pytest.fixture
def typed(tmp_path: Path) -> "Typed":
    return Typed(tmp_path / "plan.csv")


class Typed:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, **changes: str) -> TutorialSheet:
        named = {name.replace("_", " "): value for name, value in changes.items()}
        return read_tutorials(text_file(self.path, [event("A-1", **named)]))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        *((text, time(9, 30)) for text in ("9:30", "09:30", "9.30", "09.30", "0930", "930")),
        *((text, time(9, 30)) for text in ("9:30 AM", "9.30am", "9:30 a.m.", "09h30", "09：30")),  # noqa: RUF001
        *((text, time(9, 30)) for text in ("09:30:00", "9:30:00 AM", "0930 hrs", "9.30 Uhr")),
        *((text, time(21, 30)) for text in ("9.30 pm", "9:30PM", "2130", "21h30", "21.30")),
        *((text, time(9, 0)) for text in ("9am", "9 AM", "09:00:00.000", "9h")),
        *((text, time(12, 0)) for text in ("noon", "Midday", "12:00 PM", "12pm", "12 noon")),
        *((text, time(0, 0)) for text in ("12:00 AM", "12am", "00:00", "0000", "midnight")),
    ],
)
def test_a_start_time(typed: Typed, text: str, clock: time) -> None:
    changes = {"Classroom_end_time": "23:59", "Classroom_start_time": text}

    (plan,) = typed(**changes).planned
    assert plan.event.sessions[0].start_date.time() == clock


@pytest.mark.parametrize("text", ["24:00", "24:00:00", "24.00", "2400", "24h00", "midnight"])
def test_the_end_of_a_day(typed: Typed, text: str) -> None:
    (plan,) = typed(Classroom_end_time=text).planned

    assert plan.event.sessions[0].end_date.isoformat() == "2026-07-02T00:00:00+01:00"
    assert plan.event.end_date == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("24:01", "25:00", "9:60", "13:00 PM", "0 am", "9", "9.3", "9:5", "morning", "9:30 to 10"),
        *("09:30:61", "0960", "9:30 xm", "1/7/2026 09:30", "0.3958", "-9:30", "TBC"),
    ],
)
def test_an_invalid_time_is_refused(typed: Typed, text: str) -> None:
    (error,) = map(str, typed(Classroom_end_time=text).findings.errors)

    assert error.startswith(f"K2 (Classroom end time): {text!r} is not valid: must be")


@pytest.mark.parametrize(
    "text",
    [
        *("01/07/2026", "1/7/2026", "1.7.2026", "01-07-2026", "2026-07-01", "2026/07/01"),
        *("2026-07-01T00:00:00", "01/07/2026 00:00", "1 July 2026", "1 Jul 2026", "01-Jul-2026"),
        *("1st July 2026", "July 1, 2026", "Wed 1 July 2026", "Wednesday, 01/07/2026"),
    ],
)
def test_a_date(typed: Typed, text: str) -> None:
    (plan,) = typed(Classroom_start_date=text).planned

    assert plan.event.start_date == date(2026, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("31/02/2026", "07/13/2026", "1/7/26", "2026", "July 2026", "Thu 1 July 2026", "46204"),
        *("01/07/2026 09:00", "1/7-2026", "1 Juli 2026"),
    ],
)
def test_an_invalid_date_is_refused(typed: Typed, text: str) -> None:
    (error,) = map(str, typed(Finalisation_date=text).findings.errors)

    assert error.startswith(f"P2 (Finalisation date): {text!r} is not valid: must be")


@pytest.mark.parametrize(
    ("text", "is_cancelled"),
    [
        *((text, True) for text in ("Y", "y", "Yes", "YES", "TRUE", "true", "1")),
        *((text, False) for text in ("N", "no", "No", "FALSE", "0", "", " \u00a0")),
    ],
)
def test_yes_and_no(typed: Typed, text: str, is_cancelled: bool) -> None:
    assert bool(typed(Cancelled=text).cancelled) == is_cancelled


def test_yes_and_no_as_cells_of_a_workbook(tmp_path: Path) -> None:
    values = {"A": True, "B": False, "C": 1, "D": 0, "E": "True"}
    rows = [event(code, Cancelled=value) for code, value in values.items()]

    sheet = read_tutorials(workbook(tmp_path / "plan.xlsx", rows))

    assert sheet.findings.errors == []
    assert sheet.cancelled == ("A", "C", "E")


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"])
@pytest.mark.parametrize("space", ["", " ", "\u00a0"])
def test_a_time_zone_can_be_written_with_any_dash(typed: Typed, dash: str, space: str) -> None:
    (plan,) = typed(Time_Zone=f"America{space}{dash}{space}New York").planned

    assert plan.event.sessions[0].time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("europe - london", "Europe/London"),
        ("EUROPE/LONDON", "Europe/London"),
        ("America - Port-au-Prince", "America/Port-au-Prince"),
        ("UTC", "UTC"),
    ],
)
def test_a_time_zone_in_any_case(typed: Typed, text: str, zone: str) -> None:
    (plan,) = typed(Time_Zone=text).planned

    assert plan.event.sessions[0].time_zone == zone


def test_codes_that_differ_in_invisible_ways_are_equal(tmp_path: Path) -> None:
    rows = [event("A-1"), event("A-\u200b1"), event("\ufeffA-1\u00ad")]

    errors = read_tutorials(workbook(tmp_path / "plan.xlsx", rows)).findings.errors

    assert [str(error) for error in errors] == [
        f"B{row} (Event title): A-1 occurs a second time; it first occurs in row 4"
        for row in (5, 6)
    ]


class TestHeadings:
    def read(self, path: Path, headings: Sequence[str]) -> TutorialSheet:
        row = {
            shown: event("A-1").get(known, "")
            for shown, known in zip(headings, HEADINGS, strict=False)
        }
        return read_tutorials(workbook(path, [row], headings=headings))

    @pytest.mark.parametrize(
        "change",
        [
            str.upper,
            lambda name: name.replace(" ", "\n"),
            lambda name: name.replace(" ", "\u00a0 "),
            lambda name: f"  {name}  :",
            lambda name: f"{name}:",
            lambda name: name[:2] + "\u00ad\u200b" + name[2:],
            lambda name: name.replace(" ", "_"),
            lambda name: f"{name} *",
        ],
    )
    def test_headings_are_found_in_any_spelling(
        self, tmp_path: Path, change: Callable[[str], str]
    ) -> None:
        sheet = self.read(tmp_path / "plan.xlsx", [change(name) for name in HEADINGS])

        assert sheet.findings.errors == []
        assert [plan.event.code for plan in sheet.planned] == ["A-1"]

    def test_a_duplicate_heading_of_an_unread_column_is_ignored(self, tmp_path: Path) -> None:
        sheet = self.read(tmp_path / "plan.xlsx", [*HEADINGS, "Notes", "Notes"])

        assert len(sheet.planned) == 1
        assert sheet.unread == (
            *("'Learning mode' (D)", "'Web sale' (Q)", "'Notes' (T)", "'Notes' (U)"),
        )


def test_a_filled_column_without_a_heading_causes_a_warning(tmp_path: Path) -> None:
    headings = [*HEADINGS, " "]
    row = event("A-1") | {" ": "something"}

    sheet = read_tutorials(workbook(tmp_path / "plan.xlsx", [row], headings=headings))

    assert [str(warning) for warning in sheet.findings.warnings] == [
        "column T has no heading in row 1 and is not read, but T4 is filled"
    ]


def test_an_event_without_a_session_title_is_not_an_example(
    tmp_path: Path,
) -> None:
    path = text_file(tmp_path / "plan.csv", [event("A-1", **{"Session title": ""})])

    (error,) = map(str, read_tutorials(path).findings.errors)
    assert error == "C2 (Session title): is blank: must be a text"


def test_another_spelling_of_a_location_causes_a_warning(tmp_path: Path) -> None:
    rows = [event("A-1", Location="St. Albans"), event("A-2", Location="St Albans")]

    sheet = read_tutorials(workbook(tmp_path / "plan.xlsx", rows))

    assert len({plan.store_product_code for plan in sheet.planned}) == 1
    assert [str(warning) for warning in sheet.findings.warnings] == [
        "E5 (Location): is another spelling of 'St. Albans' in E4; both have the same product"
    ]


def test_the_first_errors_are_listed_and_the_rest_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_LISTED", 3)
    rows = [event(f"A-{number}", Venue="", Day="x") for number in range(5)]

    found = read_tutorials(workbook(tmp_path / "plan.xlsx", rows)).findings

    assert [str(error).split(" ")[0] for error in found.errors] == ["F4", "M4", "F5"]
    assert found.error_count == 10


def test_event_cells_of_other_sessions_are_compared_as_displayed(tmp_path: Path) -> None:
    rows = [
        event("A-1", **{"Course template code": "CB1_f2f_2"}),
        session(2, **{"Max places": "12"}),
    ]

    assert read_tutorials(workbook(tmp_path / "plan.xlsx", rows)).findings.errors == []
