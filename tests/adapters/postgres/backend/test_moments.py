"""Dates and times that Python does not support can be read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-01", date(2026, 7, 1)),
        ("9999-12-31", date.max),
        ("infinity", date(9999, 12, 30)),
        ("10000-01-01", date(9999, 12, 30)),
        ("-infinity", date(1, 1, 2)),
        ("0044-03-15 BC", date(1, 1, 2)),
    ],
)
def test_a_date_outside_pythons_calendar_is_bounded(written: str, read: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::date", [written])
        assert cursor.fetchone() == (read,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-07-01 09:00+01", datetime(2026, 7, 1, 8, 0, tzinfo=UTC)),
        ("infinity", datetime(9999, 12, 30, tzinfo=UTC)),
        ("9999-12-31 23:59-12", datetime(9999, 12, 30, tzinfo=UTC)),
        ("-infinity", datetime(1, 1, 2, tzinfo=UTC)),
        ("0044-03-15 12:00+00 BC", datetime(1, 1, 2, tzinfo=UTC)),
    ],
)
def test_a_timestamp_outside_pythons_calendar_is_bounded(written: str, read: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [written])
        (found,) = cursor.fetchone()

    assert found == read
    assert found.utcoffset() == read.utcoffset()
    assert found.astimezone(ZoneInfo("Pacific/Kiritimati")) == found
