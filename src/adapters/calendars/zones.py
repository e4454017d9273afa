"""The clock changes of time zones, as VTIMEZONE components, and times that are local to a zone.

`Timezone.from_tzid` of icalendar is not used: it looks for the changes in local time, so it finds
each one at which clocks go forward an hour late, and misses some in zones with several a year.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

ONE_DAY, ONE_SECOND = timedelta(days=1), timedelta(seconds=1)


class Clock(NamedTuple):
    """The UTC offset of a zone at some time, and its name."""

    offset: timedelta
    name: str
    is_daylight: bool


class Change(NamedTuple):
    """A change of the clocks, from one offset to another."""

    before: timedelta
    after: Clock


@lru_cache(maxsize=256)
def zone_component(name: str, first_year: int, last_year: int) -> bytes:
    """Return the clock changes of a zone in some years, and in the adjacent years."""
    zone = ZoneInfo(name)
    first = datetime.combine(date(first_year - 1, 1, 1), time(), tzinfo=UTC)
    last = datetime.combine(date(last_year + 2, 1, 1), time(), tzinfo=UTC)
    at_first = _clock(first, zone)
    onsets: defaultdict[Change, list[datetime]] = defaultdict(list)
    onsets[Change(at_first.offset, at_first)].append(first)
    for moment, change in _changes(zone, first, last):
        onsets[change].append(moment)
    component = Timezone()
    component.add("TZID", name)
    for change, moments in onsets.items():
        component.add_component(_observance(change, moments))
    content: bytes = component.to_ical()
    return content


def time_line(name: str, moment: datetime, zone: str) -> bytes:
    """Return a line with a time that is local to a zone.

    A local time that occurs twice means the first one (RFC 5545, 3.3.5), so the second is in UTC.
    """
    if moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() != moment.utcoffset():
        return f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode()
    return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}".encode()


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, Change]]:
    """Yield the changes between two times in UTC; no zone has two on one day."""
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    for start, end in pairwise(days):
        if (before := _clock(start, zone)) != _clock(end, zone):
            moment = _first_second(zone, start, end)
            yield moment, Change(before.offset, _clock(moment, zone))


def _first_second(zone: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """Return the first second at which the clocks differ from those at the start."""
    before = _clock(start, zone)
    while end - start > ONE_SECOND:
        middle = start + timedelta(seconds=(end - start) // ONE_SECOND // 2)
        start, end = (middle, end) if _clock(middle, zone) == before else (start, middle)
    return end


def _clock(moment: datetime, zone: ZoneInfo) -> Clock:
    local = moment.astimezone(zone)
    return Clock(local.utcoffset() or timedelta(), local.tzname() or zone.key, bool(local.dst()))


def _observance(change: Change, moments: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    # In local time before the change (RFC 5545, 3.6.5).
    onsets = [moment.replace(tzinfo=None) + change.before for moment in moments]
    observance = TimezoneDaylight() if change.after.is_daylight else TimezoneStandard()
    observance.add("DTSTART", onsets[0])
    if onsets[1:]:
        observance.add("RDATE", onsets[1:])
    observance.add("TZOFFSETFROM", change.before)
    observance.add("TZOFFSETTO", change.after.offset)
    observance.add("TZNAME", change.after.name)
    return observance
