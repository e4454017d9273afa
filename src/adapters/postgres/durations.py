"""Durations in the format of PostgreSQL: a number and a unit, such as `200ms`, `4s` or `1min`."""

import re
from decimal import Decimal

# All units of PostgreSQL; they are case-sensitive.
MILLISECONDS = {
    "us": Decimal("0.001"),
    "ms": Decimal(1),
    "s": Decimal(1_000),
    "min": Decimal(60_000),
    "h": Decimal(3_600_000),
    "d": Decimal(86_400_000),
}
# The maximum of `lock_timeout`, about 24 days.
LONGEST_MS = 2**31 - 1
DURATION = re.compile(
    r"\s*(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)"
    r"\s*(?P<unit>[a-z]*)\s*",
    re.ASCII,
)


def parse_milliseconds(text: str, *, bare: str) -> int:
    """Return a duration in whole milliseconds, at least one.

    `bare` is the unit of a number without one. In PostgreSQL a timeout of 0 means no timeout, so a
    shorter duration is one millisecond.

    Raises:
        ValueError: when the text is no duration above 0, or is longer than PostgreSQL allows;
            says which forms are accepted.

    """
    match = DURATION.fullmatch(text)
    factor = MILLISECONDS.get(match["unit"] or bare) if match else None
    if match is None or factor is None:
        raise ValueError(f"{text!r} is not a duration. {_forms(bare)}")
    milliseconds = Decimal(match["number"]) * factor
    if milliseconds <= 0:
        raise ValueError(f"{text!r} must be above 0. {_forms(bare)}")
    if milliseconds > LONGEST_MS:
        raise ValueError(f"{text!r} is longer than the maximum, {LONGEST_MS}ms (about 24 days).")
    return max(round(milliseconds), 1)


def _forms(bare: str) -> str:
    units = ", ".join(MILLISECONDS)
    return (
        f"Write a number with a unit ({units}), for example 200ms, 4s or 1min; "
        f"a number without a unit is in {bare}."
    )
