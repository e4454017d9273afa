"""A plan as text: UTF-8, commas, ISO dates."""

import csv
from collections.abc import Iterable
from datetime import timedelta
from io import TextIOWrapper
from typing import BinaryIO

from adapters.spreadsheets.files.values import shown
from adapters.spreadsheets.writing.plan_rows import COLUMNS, PlanValue, plan_rows
from domain.plans.exporting import ExportedEvent


def write_csv(events: Iterable[ExportedEvent], file: BinaryIO) -> None:
    """Write the events row by row; the file stays open."""
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_texts, plan_rows(events)))
    text.detach()


def _texts(row: tuple[PlanValue, ...]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: PlanValue) -> str:
    if value is None:
        return ""
    if isinstance(value, timedelta):
        clock = shown(value).rjust(len("00:00:00"), "0")
        return clock.removesuffix(":00")
    return str(value)
