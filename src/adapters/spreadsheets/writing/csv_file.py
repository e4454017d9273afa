"""A plan as text: UTF-8, commas, ISO dates."""

import csv
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from io import TextIOWrapper
from typing import BinaryIO

from adapters.spreadsheets.files.values import shown
from adapters.spreadsheets.writing.plan_rows import COLUMNS, PLACES, PlanValue, plan_rows
from domain.plans.exporting import ExportedEvent

MOST_CACHED = 8192
TIMES = PLACES["start_time"], PLACES["end_time"]


def write_csv(events: Iterable[ExportedEvent], file: BinaryIO) -> None:
    """Write the events row by row; the file stays open."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_texts, plan_rows(events)))
    text.detach()


def _texts(row: list[PlanValue]) -> list[PlanValue]:
    # The writer converts the other values as `str` does.
    for place in TIMES:
        value = row[place]
        if isinstance(value, timedelta):
            row[place] = _clock(value)
    return row


@lru_cache(MOST_CACHED)
def _clock(value: timedelta) -> str:
    clock = shown(value).rjust(len("00:00:00"), "0")
    return clock.removesuffix(":00")
