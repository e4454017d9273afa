"""The clock changes that a calendar describes are those of the zone, to the minute."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from adapters.calendars.zones import zone_component

STEP = timedelta(minutes=30)


def onsets(content: bytes) -> list[tuple[datetime, timedelta]]:
    """Return the changes in UTC, each with the offset from then on (RFC 5545, 3.6.5)."""
    found: list[tuple[datetime, timedelta]] = []
    observances: list[Any] = list(Timezone.from_ical(content).subcomponents)
    for observance in observances:
        dates = [observance["DTSTART"].dt]
        if "RDATE" in observance:
            dates += [each.dt for each in observance["RDATE"].dts]
        before, after = observance["TZOFFSETFROM"].td, observance["TZOFFSETTO"].td
        found += [(at.replace(tzinfo=UTC) - before, after) for at in dates]
    return sorted(found)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Europe/London", 2027),
        ("America/New_York", 2027),
        ("Australia/Lord_Howe", 2027),  # changes by half an hour
        ("Africa/Casablanca", 2027),  # changes for five weeks
        ("Antarctica/Troll", 2027),  # changes by two hours
        ("Pacific/Apia", 2011),  # left out a day
        ("Asia/Kathmandu", 2027),
        ("UTC", 2027),
    ],
)
def test_the_offset_is_always_that_of_the_zone(name: str, year: int) -> None:
    zone, changes = ZoneInfo(name), onsets(zone_component(name, year, year))
    moment, end = datetime(year - 1, 1, 2, tzinfo=UTC), datetime(year + 1, 12, 31, tzinfo=UTC)
    while moment < end:
        offsets = [offset for onset, offset in changes if onset <= moment]
        assert offsets[-1] == moment.astimezone(zone).utcoffset(), moment
        moment += STEP
