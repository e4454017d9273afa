"""Conversion between time zones and local times."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import check

DEFAULT_TIME_ZONE = "Europe/London"
# The supported range: outside it, a UTC offset can leave the years 1 to 9999.
FIRST_YEAR, LAST_YEAR = 2000, 2099
YEARS = f"must lie between {FIRST_YEAR} and {LAST_YEAR}"
UNKNOWN_ZONE = "must be an IANA time zone, such as Europe/London"


@cache
def known_zones() -> frozenset[str]:
    """Return the names of the IANA time zones; cached, because reading them is slow."""
    return frozenset(available_timezones())


def local_time(moment: datetime, time_zone: str) -> datetime:
    """Return a time in the local time of a zone, with its UTC offset.

    An unknown zone, which other systems can store, is treated as the default zone.
    """
    known = time_zone if time_zone in known_zones() else DEFAULT_TIME_ZONE
    return moment.astimezone(ZoneInfo(known))


def at_wall_clock(moment: datetime, time_zone: str) -> datetime:
    """Return a local time of a zone with its UTC offset; the first if it occurs twice.

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
    return planned


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
    second = first.replace(fold=1)
    offsets = " or ".join(f"{each:%:z}" for each in (first, second))
    twice = f"the clocks of {time_zone} show {moment:%H:%M on %d/%m/%Y} twice; add {offsets}"
    check([(first.utcoffset() == second.utcoffset(), "time", twice)])
    return first
