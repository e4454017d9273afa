"""Conversion between time zones and local times.

The results have a fixed UTC offset, not a `ZoneInfo`. Python compares two times of the same
`ZoneInfo` by their local times, so the two equal hours when the clocks go back would be the same.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import check

DEFAULT_TIME_ZONE = "Europe/London"
# The supported range: outside it, a UTC offset can leave the years 1 to 9999.
FIRST_YEAR, LAST_YEAR = 2000, 2099
YEARS = f"must lie between {FIRST_YEAR} and {LAST_YEAR}"
UNKNOWN_ZONE = "must be an IANA time zone, such as Europe/London"
# Names in the data of time zones that depend on the machine, or stand for no zone.
NOT_ZONES = frozenset({"Factory", "localtime"})


@cache
def known_zones() -> frozenset[str]:
    """Return the names of the IANA time zones; cached, because reading them is slow."""
    return frozenset(available_timezones()) - NOT_ZONES


def zone_shown(time_zone: str) -> str:
    """Return the zone in whose local time to show times: the default one for an unknown zone."""
    return time_zone if time_zone in known_zones() else DEFAULT_TIME_ZONE


def local_time(moment: datetime, time_zone: str) -> datetime:
    """Return a time in the local time of a zone, with its UTC offset.

    An unknown zone, which other systems can store, is treated as the default zone.
    """
    return _with_offset(moment.astimezone(ZoneInfo(zone_shown(time_zone))))


def at_wall_clock(moment: datetime, time_zone: str, *, second: bool = False) -> datetime:
    """Return a local time of a zone with its UTC offset.

    If it occurs twice, it is the first one, or with `second` the second one.

    Raises:
        Invalid: if the zone is unknown, if its clocks skip that time, or if the time is outside
            the supported years.

    """
    check(
        [
            (time_zone in known_zones(), "time_zone", UNKNOWN_ZONE),
            (FIRST_YEAR <= moment.year <= LAST_YEAR, "time", YEARS),
        ]
    )
    planned = moment.replace(tzinfo=ZoneInfo(time_zone), fold=0)
    shown = planned.astimezone(UTC).astimezone(planned.tzinfo)
    skipped = f"the clocks of {time_zone} skip {moment:%H:%M on %d/%m/%Y}"
    check([(shown.replace(fold=0) == planned, "time", skipped)])
    return _with_offset(planned.replace(fold=int(second)))


def midnight(day: date) -> datetime:
    """Return the beginning of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def exact_time(moment: datetime, time_zone: str) -> datetime:
    """Return a time of a zone with its UTC offset; one that has an offset is converted.

    Raises:
        Invalid: if the time has no offset and the zone is unknown, or the time does not occur or
            occurs twice in the zone, or is outside the supported years.

    """
    if moment.tzinfo is not None:
        return local_time(moment, time_zone)
    first = at_wall_clock(moment, time_zone)
    second = at_wall_clock(moment, time_zone, second=True)
    offsets = " or ".join(f"{each:%:z}" for each in (first, second))
    twice = f"the clocks of {time_zone} show {moment:%H:%M on %d/%m/%Y} twice; add {offsets}"
    check([(first.utcoffset() == second.utcoffset(), "time", twice)])
    return first


def _with_offset(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)
