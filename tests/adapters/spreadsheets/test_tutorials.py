from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.spreadsheets.reading.tutorials import TutorialSheet, read_tutorials
from adapters.spreadsheets.table.reader import Row, UnreadableFileError
from domain.catalogue import StoreProduct
from tests.adapters.spreadsheets.plan import HEADINGS, Values, event, session, text_file, workbook


@pytest.fixture
def read(tmp_path: Path) -> "Reader":
    return Reader(tmp_path / "plan.xlsx")


class Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *rows: Values) -> TutorialSheet:
        return read_tutorials(workbook(self.path, rows))

    def errors(self, *rows: Values) -> list[str]:
        return [str(error) for error in self(*rows).findings.errors]

    def warnings(self, *rows: Values) -> list[str]:
        sheet = self(*rows)
        assert sheet.findings.errors == []
        return [str(warning) for warning in sheet.findings.warnings]


def test_an_event_is_made_of_the_rows_below_its_title(read: Reader) -> None:
    sheet = read(event("A-1", **{"Course template code": "CB1_f2f_2"}), session(2), event("A-2"))

    first, second = (plan.event for plan in sheet.planned)
    assert (first.code, [s.title for s in first.sessions]) == ("A-1", ["Day 1", "Day 2"])
    assert (first.start_date, first.end_date) == (date(2026, 7, 1), date(2026, 7, 2))
    assert (first.remain_space, first.is_soldout) == (12, False)
    assert first.finalisation_date == date(2026, 6, 1)
    assert (second.code, len(second.sessions)) == ("A-2", 1)
    assert sheet.findings.errors == sheet.findings.warnings == []


def test_a_session_has_the_local_time_of_its_location(read: Reader) -> None:
    (plan,) = read(event("A-1")).planned

    (only,) = plan.event.sessions
    assert only.start_date.isoformat() == "2026-07-01T09:00:00+01:00"
    assert only.end_date.isoformat() == "2026-07-01T17:00:00+01:00"
    assert only.time_zone == "Europe/London"


@pytest.mark.parametrize(
    ("written", "zone", "offset"),
    [("America - New York", "America/New_York", -4), ("Asia/Tokyo", "Asia/Tokyo", 9)],
)
def test_a_time_zone_is_written_in_two_ways(
    read: Reader, written: str, zone: str, offset: int
) -> None:
    (plan,) = read(event("A-1", **{"Time Zone": written})).planned

    (only,) = plan.event.sessions
    assert only.time_zone == zone
    assert only.start_date.utcoffset() == timedelta(hours=offset)


def test_spreadsheet_times_and_text_dates_are_read_too(read: Reader) -> None:
    row = event(
        "A-1",
        **{
            "Classroom start date": "01/07/2026",
            "Classroom end date": "2026-07-01",
            "Classroom start time": time(9, 30),
            "Classroom end time": "17:15:00",
        },
    )

    (plan,) = read(row).planned

    (only,) = plan.event.sessions
    assert (only.start_date.time(), only.end_date.time()) == (time(9, 30), time(17, 15))


def test_a_session_without_an_address_has_that_of_its_event(read: Reader) -> None:
    (plan,) = read(
        event(
            "A-1",
            **{"Event url": "https://meet.example.org/1", "Course template code": "CB1_LO_2"},
        ),
        session(2, **{"Session url": "https://meet.example.org/2"}),
    ).planned

    assert [s.url for s in plan.event.sessions] == [
        "https://meet.example.org/1",
        "https://meet.example.org/2",
    ]


def test_the_product_follows_from_template_location_and_sitting(read: Reader) -> None:
    (plan,) = read(event("A-1", Location="Live online")).planned

    assert isinstance(plan.store_product, StoreProduct)
    assert plan.store_product.code == "CB1/LIVEONLINE/CB1_f2f_1/26B"
    assert plan.store_product.product.fullname == "Tutorial - Live Online"


def test_an_exam_session_spans_all_its_tutorials(read: Reader) -> None:
    later = {"Classroom start date": date(2026, 9, 1), "Classroom end date": date(2026, 9, 2)}

    sheet = read(event("A-1"), event("A-2", **later))

    spans = {
        (plan.store_product.exam_session.start_date, plan.store_product.exam_session.end_date)
        for plan in sheet.planned
        if isinstance(plan.store_product, StoreProduct)
    }
    assert spans == {(date(2026, 7, 1), date(2026, 9, 2))}


def test_an_event_without_places_is_sold_out(read: Reader) -> None:
    (plan,) = read(event("A-1", **{"Max places": 0})).planned

    assert plan.event.is_soldout


def test_a_cancelled_event_is_named_and_not_planned(read: Reader) -> None:
    sheet = read(event("A-1", Cancelled="Y", Sitting=""), session(2), event("A-2"))

    assert sheet.cancelled == ("A-1",)
    assert [plan.event.code for plan in sheet.planned] == ["A-2"]
    assert sheet.findings.errors == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"Course template code": "CB1"}, "A4 (Course template code): must be SUBJECT_MODE_N"),
        ({"Course template code": ""}, "A4 (Course template code): is blank: must be a text"),
        ({"Session title": ""}, "C4 (Session title): is blank: must be a text"),
        ({"Location": ""}, "E4 (Location): is blank"),
        ({"Venue": ""}, "F4 (Venue): is blank"),
        ({"Venue": "x" * 256}, "F4 (Venue): must not be blank, nor longer than 255 characters"),
        ({"Time Zone": "Europe - Atlantis"}, "G4 (Time Zone): 'Europe/Atlantis' is not a known"),
        ({"Classroom start date": "31/02/2026"}, "H4 (Classroom start date): '31/02/2026' is not"),
        ({"Classroom start date": 7}, "H4 (Classroom start date): '7' is not"),
        ({"Classroom start date": "01/01/0001"}, "I4 (Classroom start time): must lie between"),
        ({"Classroom end date": "31/12/9999"}, "K4 (Classroom end time): must lie between"),
        ({"Venue": "a\u202eb"}, "F4 (Venue): must not have control, surrogate or bidirectional"),
        ({"Max places": 99999999999}, "L4 (Max places): must be from 0 to 2147483647"),
        ({"Event title": True}, "B4 (Event title): 'True' is not valid: must be a text"),
        ({"Event url": "none"}, "N4 (Event url): must be an http or https address"),
        ({"Classroom start time": "24:00"}, "I4 (Classroom start time): '24:00' is not"),
        ({"Classroom end date": date(2026, 6, 30)}, "J4 (Classroom end date): must not be before"),
        ({"Classroom end time": ""}, "K4 (Classroom end time): is blank: must be a time of day"),
        ({"Max places": "many"}, "L4 (Max places): 'many' is not valid"),
        ({"Max places": -1}, "L4 (Max places): must be from 0 to 2147483647"),
        ({"Max places": 1.5}, "L4 (Max places): '1.5' is not"),
        ({"Day": 0}, "M4 (Day): must be from 1 to 2147483647"),
        ({"Day": True}, "M4 (Day): 'True' is not valid: must be a whole number"),
        ({"Session url": "ftp://example.org"}, "O4 (Session url): must be an http or https"),
        ({"Finalisation date": "soon"}, "P4 (Finalisation date): 'soon' is not"),
        ({"Sitting": "2026"}, "R4 (Sitting): must be a year and a letter, such as 2026A"),
        ({"Cancelled": "perhaps"}, "S4 (Cancelled): 'perhaps' is not valid"),
        ({"Event title": "x" * 101}, "B4 (Event title): must not be blank, nor longer than 100"),
    ],
)
def test_an_invalid_cell_is_named(read: Reader, changes: Values, error: str) -> None:
    (found,) = read.errors(event("A-1", **changes))

    assert found.startswith(error)


def test_a_time_in_the_dst_gap_is_refused(read: Reader) -> None:
    day = date(2026, 3, 29)
    row = event(
        "A-1",
        **{
            "Classroom start date": day,
            "Classroom end date": day,
            "Classroom start time": "01:30",
        },
    )

    (error,) = read.errors(row)

    assert error.startswith("I4 (Classroom start time): the clocks of Europe/London skip 01:30")


def test_all_errors_of_all_rows_are_reported(read: Reader) -> None:
    errors = read.errors(
        event("A-1", Venue="", Day="x"), session(2, Location=""), event("A-2", Sitting="?")
    )

    assert [error.split(" ")[0] for error in errors] == ["F4", "M4", "E5", "R6"]


def test_an_unreadable_cell_hides_no_other_error(read: Reader) -> None:
    errors = read.errors(
        event(
            "x" * 101,
            **{"Venue": "", "Day": 0, "Session url": "ftp://example.org", "Max places": -1},
        ),
        session(2, **{"Classroom start date": "bad", "Time Zone": "Atlantis", "Location": ""}),
    )

    assert sorted(error.split(" ")[0] for error in errors) == [
        *("B4", "E5", "F4", "G5", "H5", "L4", "M4", "O4"),
    ]


def test_a_number_in_a_text_column_is_read_as_displayed(read: Reader) -> None:
    (plan,) = read(event(12345678, **{"Session title": 1234567})).planned  # type: ignore[arg-type]  # a number cell

    assert (plan.event.code, plan.event.sessions[0].title) == ("12345678", "1234567")


def test_a_row_before_the_first_event_is_refused(read: Reader) -> None:
    assert read.errors(session(1), event("A-1")) == [
        "B4 (Event title): is blank, and no event began above this row"
    ]


def test_an_event_that_begins_twice_is_refused(read: Reader) -> None:
    assert read.errors(event("A-1"), event("A-2"), event("A-1")) == [
        "B6 (Event title): A-1 occurs a second time; it first occurs in row 4"
    ]


def test_a_day_that_comes_twice_is_refused(read: Reader) -> None:
    assert read.errors(event("A-1"), session(1)) == ["M5 (Day): day 1 of A-1 is already in row 4"]


def test_other_sessions_have_blank_event_columns(read: Reader) -> None:
    (error,) = read.errors(event("A-1"), session(2, **{"Max places": 5}))

    assert error.startswith("L5 (Max places): belongs to the event that begins in row 4")


def test_a_location_too_long_for_a_products_name_is_refused(read: Reader) -> None:
    (error,) = read.errors(event("A-1", Location="x" * 101))

    assert error == (
        "E4 (Location): cannot be the name of a product: shortname must not be blank, "
        "nor longer than 100 characters"
    )


def test_days_out_of_order_cause_a_warning(read: Reader) -> None:
    earlier = {"Classroom start date": date(2025, 7, 2), "Classroom end date": date(2025, 7, 2)}

    assert read.warnings(
        event("A-1", **{"Course template code": "CB1_f2f_2"}), session(2, **earlier)
    ) == ["H5 (Classroom start date): day 2 is before day 1 of A-1"]


def test_a_different_number_of_sessions_causes_a_warning(read: Reader) -> None:
    assert read.warnings(event("A-1"), session(2)) == [
        "A4 (Course template code): CB1_f2f_1 has 1 sessions, A-1 has 2"
    ]


def test_blank_rows_are_ignored(read: Reader) -> None:
    sheet = read({}, event("A-1"), {}, session(2))

    assert [len(plan.event.sessions) for plan in sheet.planned] == [2]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_text_file_is_read_like_a_workbook(tmp_path: Path, delimiter: str) -> None:
    rows = [event("A-1", **{"Classroom start time": time(9, 0)}), session(2)]

    from_text = read_tutorials(text_file(tmp_path / "plan.csv", rows, delimiter=delimiter))

    assert from_text.planned == read_tutorials(workbook(tmp_path / "plan.xlsx", rows)).planned


def test_a_text_file_may_begin_with_data(tmp_path: Path) -> None:
    sheet = read_tutorials(text_file(tmp_path / "plan.csv", [event("A-1", Venue="")]))

    assert [str(error) for error in sheet.findings.errors] == [
        "F2 (Venue): is blank: must be a text"
    ]


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\x0b", "\x0c"])
def test_unicode_separators_do_not_end_a_row(tmp_path: Path, character: str) -> None:
    rows = [event("A-1", Venue=f"Bank{character}side"), session(2)]

    sheet = read_tutorials(text_file(tmp_path / "plan.csv", rows))

    assert sheet.findings.errors == []
    assert [len(plan.event.sessions) for plan in sheet.planned] == [2]


def test_a_number_with_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    sheet = read_tutorials(text_file(tmp_path / "plan.csv", [event("A-1", Day="9" * 5000)]))

    (error,) = map(str, sheet.findings.errors)
    assert error.startswith("M2 (Day): '999")
    assert len(error) < 200


def test_progress_receives_every_row(tmp_path: Path) -> None:
    seen: list[int] = []

    def progress(rows: Sequence[Row]) -> Sequence[Row]:
        seen.extend(row.number for row in rows)
        return rows

    path = workbook(tmp_path / "plan.xlsx", [event("A-1"), session(2)])
    read_tutorials(path, progress=progress)

    assert seen == [2, 3, 4, 5]


class TestUnreadable:
    """An unreadable file causes one error message."""

    def refused(self, path: Path, words: str) -> None:
        with pytest.raises(UnreadableFileError, match=words):
            read_tutorials(path)

    def test_missing(self, tmp_path: Path) -> None:
        self.refused(tmp_path / "away.xlsx", "cannot be opened")
        self.refused(tmp_path / "away.csv", "cannot be opened")

    def test_another_format(self, tmp_path: Path) -> None:
        self.refused(tmp_path / "plan.ods", r"neither an \.xlsx nor a \.csv")

    @pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 cut off"])
    def test_a_file_that_is_not_a_workbook(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "plan.xlsx"
        path.write_bytes(content)

        self.refused(path, "not a readable workbook")

    def test_another_sheet(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "plan.xlsx", [], sheet="Other")

        self.refused(path, "no sheet 'Import'; it has 'Other'")

    def test_missing_headings(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "plan.xlsx", [], headings=HEADINGS[1:-1])

        self.refused(path, "lacks the headings 'Course template code', 'Cancelled'")

    def test_a_heading_twice(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "plan.xlsx", [], headings=(*HEADINGS, "Venue"))

        self.refused(path, "the heading 'Venue' twice: in column F and T")

    def test_no_events(self, tmp_path: Path) -> None:
        self.refused(workbook(tmp_path / "plan.xlsx", []), "no row with an event title")

    def test_another_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.csv"
        path.write_bytes(b"Event title\nZ\xfcrich\n")

        self.refused(path, r"not UTF-8 \(line 2\)")

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.csv"
        path.write_text("\n")

        self.refused(path, "plan.csv is empty")

    def test_another_separator(self, tmp_path: Path) -> None:
        self.refused(
            text_file(tmp_path / "plan.csv", [], delimiter="\t"),
            "separate its columns by commas or semicolons",
        )

    def test_broken_quotes(self, tmp_path: Path) -> None:
        path = text_file(tmp_path / "plan.csv", [])
        path.write_text(path.read_text() + '"never closed\n')

        self.refused(path, "not a well-formed CSV")


def test_a_date_cell_may_hold_a_time_as_well(read: Reader) -> None:
    moment = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 a spreadsheet knows no zones

    (plan,) = read(event("A-1", **{"Classroom start date": moment})).planned

    assert plan.event.start_date == date(2026, 7, 1)
