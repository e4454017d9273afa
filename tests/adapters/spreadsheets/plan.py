"""A small plan of the back office, in the layout of its real ones."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

HEADINGS = (
    "Course template code",
    "Event title",
    "Session title",
    "Learning mode",
    "Location",
    "Venue",
    "Time Zone",
    "Classroom start date",
    "Classroom start time",
    "Classroom end date",
    "Classroom end time",
    "Max places",
    "Day",
    "Event url",
    "Session url",
    "Finalisation date",
    "Web sale",
    "Sitting",
    "Cancelled",
)
EXAMPLE = {
    "Course template code": "e.g. CB1_LO_6",
    "Location": "e.g. London",
    "Cancelled": "e.g. Y",
}
FORMATS = {"Location": "free-text", "Classroom start date": "DD/MM/YYYY", "Day": "Number"}

type Values = Mapping[str, object]


def session(day: int, **changes: object) -> dict[str, object]:
    """Return another session of an event: one day in July 2026, nine to five."""
    row: dict[str, object] = {
        "Session title": f"Day {day}",
        "Learning mode": "Blended",
        "Location": "London",
        "Venue": "Bankside",
        "Time Zone": "Europe - London",
        "Classroom start date": date(2026, 7, day),
        "Classroom start time": "09:00",
        "Classroom end date": date(2026, 7, day),
        "Classroom end time": "17:00",
        "Day": day,
    }
    return row | changes


def event(code: str, **changes: object) -> dict[str, object]:
    """Return the first session of an event."""
    row = session(1) | {
        "Course template code": "CB1_f2f_1",
        "Event title": code,
        "Max places": 12,
        "Finalisation date": date(2026, 6, 1),
        "Web sale": "N",
        "Sitting": "2026B",
        "Cancelled": "N",
    }
    return row | changes


def workbook(
    path: Path,
    rows: Sequence[Values],
    *,
    sheet: str = "Import",
    headings: Sequence[str] = HEADINGS,
) -> Path:
    """Write an .xlsx file with rows for examples and formats; the data begins in row 4."""
    with xlsxwriter.Workbook(path) as book:
        form = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings)
        for number, row in enumerate([EXAMPLE, FORMATS, *rows], start=1):
            for column, heading in enumerate(headings):
                value = row.get(heading, "")
                if isinstance(value, date | time):
                    page.write_datetime(number, column, value, form[type(value)])
                else:
                    page.write(number, column, value)
    return path


def text_file(path: Path, rows: Sequence[Values], *, delimiter: str = ",") -> Path:
    """Write a .csv file like a spreadsheet program: dates as DD/MM/YYYY, data from row 2."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(HEADINGS)
        for row in rows:
            writer.writerow([_as_text(row.get(heading, "")) for heading in HEADINGS])
    return path


def _as_text(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    return value.strftime("%H:%M") if isinstance(value, time) else value
