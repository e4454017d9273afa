"""Cells as office programs store them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from string import ascii_uppercase

import pytest
import xlsxwriter

from adapters.spreadsheets import layout
from adapters.spreadsheets.files.formats import number_format, show
from adapters.spreadsheets.reading.tutorials import TutorialSheet, read_tutorials
from tests.adapters.spreadsheets.plan import HEADINGS, Values, event, session, workbook
from tests.adapters.spreadsheets.raw import BOOK, below_cells, rewrite, with_cell

# The headings of a plan, and those that a plan can lack.
ALL_HEADINGS = tuple(dict.fromkeys((*HEADINGS, *layout.HEADINGS.values())))
READ = list(layout.HEADINGS.values())
ADDRESSES = {
    heading: f"{'A' if place > 25 else ''}{ascii_uppercase[place % 26]}"
    for place, heading in enumerate(ALL_HEADINGS)
}


def errors(sheet: TutorialSheet) -> list[str]:
    return [str(error) for error in sheet.findings.errors]


def warnings(sheet: TutorialSheet) -> list[str]:
    return [str(warning) for warning in sheet.findings.warnings]


@pytest.mark.parametrize("row", [4, 5])
@pytest.mark.parametrize("heading", READ)
def test_an_error_value_is_refused_in_every_column(tmp_path: Path, heading: str, row: int) -> None:
    address = f"{ADDRESSES[heading]}{row}"
    path = with_cell(
        tmp_path / "plan.xlsx",
        address,
        '<c t="e"><f>VLOOKUP(A1,B:C,2,0)</f><v>#N/A</v></c>',
        event("A-1", **{"Course template code": "CB1_f2f_2"}),
        session(2),
        headings=ALL_HEADINGS,
    )

    assert any(
        error.startswith(f"{address} ({heading}): '#N/A' is an error value: must be")
        for error in errors(read_tutorials(path))
    ), f"read the cells of {heading!r} in src/adapters/spreadsheets/reading/events.py"


@pytest.mark.parametrize("heading", [h for h in READ if h != "Cancelled"])
def test_an_error_value_is_refused_in_a_cancelled_event_too(tmp_path: Path, heading: str) -> None:
    address = f"{ADDRESSES[heading]}4"
    path = with_cell(
        tmp_path / "plan.xlsx",
        address,
        '<c t="e"><v>#REF!</v></c>',
        event("A-1", Cancelled="Y"),
        headings=ALL_HEADINGS,
    )

    assert any(error.startswith(f"{address} ") for error in errors(read_tutorials(path)))


@pytest.mark.parametrize(
    "xml",
    [
        "<c><f>A1</f></c>",
        "<c><f>A1</f><v></v></c>",
        "<c><f>A1</f><v/></c>",
        '<c t="str"><f>A1</f></c>',
        '<c><f t="shared" si="0"/></c>',
        '<c t="s"><v>99999</v></c>',
        '<c t="e"></c>',
        '<c t="odd"><v>1</v></c>',
        "<c><v>NaN</v></c>",
        '<c t="d"><v>yesterday</v></c>',
    ],
)
@pytest.mark.parametrize("address", ["P4", "N4", "S4"])
def test_a_cell_without_a_value_that_is_not_blank_is_refused(
    tmp_path: Path, xml: str, address: str
) -> None:
    (error,) = errors(read_tutorials(with_cell(tmp_path / "plan.xlsx", address, xml)))

    assert error.startswith(f"{address} ")


@pytest.mark.parametrize(
    "xml",
    [
        '<c t="str"><f>IF(A1="","",A1)</f><v></v></c>',
        '<c t="inlineStr"><is><t> \u00a0\u200b\ufeff </t></is></c>',
        "<c/>",
        '<c s="1"/>',
        '<c t="inlineStr"><is><t/></is></c>',
    ],
)
def test_a_cell_without_visible_text_is_blank(tmp_path: Path, xml: str) -> None:
    sheet = read_tutorials(with_cell(tmp_path / "plan.xlsx", "P4", xml))

    assert errors(sheet) == []
    assert sheet.planned[0].event.finalisation_date is None


@pytest.mark.parametrize(
    ("xml", "venue"),
    [
        ('<c t="inlineStr"><is><r><t>Bank</t></r><r><t>side</t></r></is></c>', "Bankside"),
        (
            '<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>',
            "東京",
        ),
        ('<c t="inlineStr"><is><t>Bank_x000D_\nside</t></is></c>', "Bank side"),
        ('<c t="inlineStr"><is><t>Bank_x005F_x000D_side</t></is></c>', "Bank_x000D_side"),
        ('<c t="str"><f>A1</f><v>Bank\u00adside\u200e</v></c>', "Bankside"),
        ("<c><v>7</v></c>", "7"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
    ],
)
def test_a_text_is_read_as_displayed(tmp_path: Path, xml: str, venue: str) -> None:
    (plan,) = read_tutorials(with_cell(tmp_path / "plan.xlsx", "F4", xml)).planned

    assert plan.event.venue == venue


@pytest.mark.parametrize(
    ("number", "code", "seen"),
    [
        (7, "000", "007"),
        (7, '"CB-"000', "CB-007"),
        (7, r"\A\-00", "A-07"),
        (7, "0.00", "7.00"),
        (1234567, "#,##0", "1,234,567"),
        (0.125, "0%", "13%"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"none"', None),
        (1.5, "# ?/?", None),
        (12345, "0.00E+00", None),
        (5, "[Red]00", "05"),
        (5, "[$€-407] 0", "€ 5"),
        (7, '[<10]"few";0', None),
    ],
)
def test_a_number_is_formatted(number: float, code: str, seen: str | None) -> None:
    assert number_format(code).kind == "number"
    assert show(number, code) == seen


def formatted(path: Path, cells: Mapping[str, tuple[float, str]], **options: object) -> Path:
    """Write a plan with numbers in formats, by heading."""
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet("Import")
        page.write_row(0, 0, HEADINGS)
        for column, heading in enumerate(HEADINGS):
            if heading in cells:
                number, code = cells[heading]
                page.write_number(3, column, number, book.add_format({"num_format": code}))
            else:
                value = event("A-1").get(heading, "")
                text = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
                page.write(3, column, text)
    return path


def test_a_code_displayed_as_007_is_007(tmp_path: Path) -> None:
    path = formatted(tmp_path / "plan.xlsx", {"Event title": (7, "000")})

    assert read_tutorials(path).planned[0].event.code == "007"


@pytest.mark.parametrize("heading", ["Day", "Max places"])
@pytest.mark.parametrize(("number", "code"), [(1.2, "0"), (0.01, "0%"), (1, "dd/mm/yyyy")])
def test_a_number_that_differs_from_its_display_is_refused(
    tmp_path: Path, heading: str, number: float, code: str
) -> None:
    (error,) = errors(read_tutorials(formatted(tmp_path / "plan.xlsx", {heading: (number, code)})))

    assert "must be a whole number" in error


@pytest.mark.parametrize(
    ("number", "code", "clock"),
    [
        (0.39583333333333331, "hh:mm", time(9, 30)),
        (0.39583, "hh:mm", time(9, 30)),
        (0.39583333333333331, "h:mm AM/PM", time(9, 30)),
        (0.39583333333333331, "[h]:mm", time(9, 30)),
        (930, "0000", time(9, 30)),
        (9.3, "0.00", time(9, 30)),
        (930, "General", time(9, 30)),
    ],
)
def test_a_time_is_read_as_displayed(tmp_path: Path, number: float, code: str, clock: time) -> None:
    path = formatted(tmp_path / "plan.xlsx", {"Classroom start time": (number, code)})

    assert read_tutorials(path).planned[0].event.sessions[0].start_date.time() == clock


@pytest.mark.parametrize(
    ("number", "code"), [(1, "[h]:mm"), (1, "hh:mm"), (0.999999, "[h]:mm"), (2400, "0000")]
)
def test_24_hours_are_the_end_of_a_day(tmp_path: Path, number: float, code: str) -> None:
    path = formatted(tmp_path / "plan.xlsx", {"Classroom end time": (number, code)})

    (plan,) = read_tutorials(path).planned
    assert plan.event.sessions[0].end_date.isoformat() == "2026-07-02T00:00:00+01:00"
    assert plan.event.end_date == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("number", "code"),
    [(1.4, "[h]:mm"), (1.4, "hh:mm"), (46205.4, "hh:mm"), (-0.5, "hh:mm"), (0.3958, "General")],
)
@pytest.mark.parametrize("heading", ["Classroom start time", "Classroom end time"])
def test_a_time_of_another_day_is_refused(
    tmp_path: Path, heading: str, number: float, code: str
) -> None:
    sheet = read_tutorials(formatted(tmp_path / "plan.xlsx", {heading: (number, code)}))

    (error,) = errors(sheet)
    assert error.startswith(f"{ADDRESSES[heading]}4 ({heading}): ")
    assert "must be a time of day" in error


def test_a_time_with_the_day_of_its_row_causes_a_warning(tmp_path: Path) -> None:
    at = datetime(2026, 7, 1, 9, 30)  # noqa: DTZ001 a spreadsheet knows no zones
    sheet = read_tutorials(
        workbook(tmp_path / "plan.xlsx", [event("A-1", **{"Classroom start time": at})])
    )

    assert errors(sheet) == []
    assert warnings(sheet) == ["I4 (Classroom start time): carries the day 01/07/2026 too, as H4"]


def test_a_workbook_can_use_the_1904_calendar(tmp_path: Path) -> None:
    dates = {"Classroom start date": (44742, "dd/mm/yyyy")}
    path = formatted(tmp_path / "plan.xlsx", dates | {"Classroom end date": dates.popitem()[1]})
    rewrite(path, lambda book: book.replace("<workbookPr", '<workbookPr date1904="1"'), part=BOOK)

    (plan,) = read_tutorials(path).planned
    assert plan.event.start_date == date(2026, 7, 1)


class TestMergedCells:
    """All cells of a merged range have the value of the first one."""

    def read(self, path: Path, merged: str, *rows: Values) -> TutorialSheet:
        xml = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'
        return read_tutorials(below_cells(workbook(path, rows), xml))

    def rows(self, **changes: object) -> tuple[Values, Values]:
        first = event("A-1", **{"Course template code": "CB1_f2f_2"})
        return first, session(2, **changes)

    def test_down_a_column(self, tmp_path: Path) -> None:
        sheet = self.read(tmp_path / "plan.xlsx", "F4:F5", *self.rows(Venue=""))

        assert errors(sheet) == []
        assert [s.venue for s in sheet.planned[0].event.sessions] == ["Bankside", "Bankside"]

    def test_a_title_over_its_sessions(self, tmp_path: Path) -> None:
        sheet = self.read(tmp_path / "plan.xlsx", "B4:B5", *self.rows())

        assert errors(sheet) == []
        assert [len(plan.event.sessions) for plan in sheet.planned] == [2]

    def test_a_mark_over_two_events(self, tmp_path: Path) -> None:
        rows = event("A-1", Cancelled="Y"), event("A-2", Cancelled="")

        assert self.read(tmp_path / "plan.xlsx", "S4:S5", *rows).cancelled == ("A-1", "A-2")

    def test_along_a_row(self, tmp_path: Path) -> None:
        sheet = self.read(tmp_path / "plan.xlsx", "E4:F4", event("A-1", Venue=""))

        assert sheet.planned[0].event.venue == "London"

    def test_a_value_hidden_by_a_merged_range_is_refused(self, tmp_path: Path) -> None:
        (error,) = errors(self.read(tmp_path / "plan.xlsx", "F4:F5", *self.rows(Venue="Leeds")))

        assert error.startswith("F5 (Venue): 'Leeds' is hidden by merged cells")

    def test_blank_rows_stay_blank(self, tmp_path: Path) -> None:
        sheet = self.read(tmp_path / "plan.xlsx", "F4:F1048576", event("A-1"))

        assert errors(sheet) == []
        assert len(sheet.planned[0].event.sessions) == 1


def test_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    rows = [event(f"A-{n}") for n in range(5)]
    path = workbook(tmp_path / "plan.xlsx", rows)
    rewrite(path, lambda xml: xml.replace('<row r="5"', '<row hidden="1" r="5"'))
    rewrite(path, lambda xml: xml.replace('<row r="6"', '<row hidden="true" r="6"'))

    sheet = read_tutorials(path)

    assert len(sheet.planned) == 5
    assert warnings(sheet) == [
        "2 rows are hidden or filtered out, but read like the others: 5 to 6"
    ]
