"""Days and times of day as people type them."""

import re
import unicodedata
from datetime import date, timedelta

DAY = timedelta(days=1)
FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLONS = str.maketrans({"\u2236": ":", "\ua789": ":", "\u2024": "."})

HALF = r"(?:\s*(?P<half>[ap])\.?\s*m\.?)?"
TIMES = (
    re.compile(
        r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]0+)?)?"
        rf"{HALF}(?:\s*(?:h|hrs?|uhr))?"
    ),
    re.compile(rf"(?P<hour>\d{{1,2}})(?P<minute>\d{{2}}){HALF}(?:\s*(?:h|hrs?))?"),
    re.compile(r"(?P<hour>\d{1,2})\s*(?P<half>[ap])\.?\s*m\.?"),
    re.compile(r"(?P<hour>\d{1,2})\s*(?:h|uhr)"),
)
NOON = frozenset({"noon", "midday", "12 noon", "12noon"})
MIDNIGHT = frozenset({"midnight", "12 midnight"})

REST = r"(?:[t\s]\s*0?0:00(?::00(?:\.0+)?)?)?"
DATES = (
    re.compile(rf"(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){REST}"),
    re.compile(rf"(?P<year>\d{{4}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){REST}"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]*(?P<name>[a-z]{3,9})\.?[\s,./-]*"
        rf"(?P<year>\d{{4}}){REST}"
    ),
    re.compile(
        r"(?P<name>[a-z]{3,9})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
        rf"(?P<year>\d{{4}}){REST}"
    ),
)  # fmt: skip
WEEKDAY = re.compile(r"(?P<weekday>[a-z]{3,9})\.?,?\s+(?P<rest>.*\d.*)")


def parse_time(text: str) -> timedelta | None:
    """Return a time of day since midnight, up to 24:00 inclusive, or None if it is invalid."""
    plain = _plain(text)
    if plain in NOON:
        return timedelta(hours=12)
    if plain in MIDNIGHT:
        return timedelta(0)
    found = next((match for form in TIMES if (match := form.fullmatch(plain))), None)
    if not found:
        return None
    parts = {"minute": None, "second": None, "half": None} | found.groupdict()
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    return clock if minute < 60 and second < 60 and clock <= DAY else None


def parse_day(text: str) -> date | None:
    """Return a day: written with the day first, in ISO 8601, or with an English month name."""
    plain = _plain(text)
    weekday = None
    found = WEEKDAY.fullmatch(plain)
    if found and (weekday := _place_of(found["weekday"], WEEKDAYS)) is not None:
        plain = found["rest"]
    match = next((match for form in DATES if (match := form.fullmatch(plain))), None)
    if not match:
        return None
    parts = match.groupdict()
    month = parts.get("month")
    if month is None:
        place = _place_of(parts["name"], FULL_MONTHS)
        month = str(place + 1) if place is not None else "0"
    try:
        day = date(int(parts["year"]), int(month), int(parts["day"]))
    except ValueError:
        return None
    return day if weekday in {None, day.weekday()} else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(COLONS)).strip().casefold()


def _place_of(name: str, names: tuple[str, ...]) -> int | None:
    """Return the index of a name, which may be shortened to three or four letters."""
    for place, full in enumerate(names):
        if name == full or (3 <= len(name) <= 5 and full.startswith(name)):
            return place
    return None
