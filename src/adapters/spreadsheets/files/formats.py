"""Number formats: detects dates and times, and formats other numbers."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

type Kind = Literal["general", "number", "date", "time", "elapsed"]
# Date formats of East Asian versions that openpyxl does not list.
EAST_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})
LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[(?:\d+|[A-Za-z]+\d*)\]')
DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?|\.[#0?]+")
PLAIN = re.compile(r"[-+()$£€¥:/ .,']*")
LONGEST_FORMAT = 255


@dataclass(frozen=True, slots=True)
class NumberFormat:
    kind: Kind
    code: str


GENERAL = NumberFormat("general", "General")


def builtin_format(number: int) -> NumberFormat:
    if number in EAST_ASIAN_DATES:
        return NumberFormat("date", "yyyy/m/d")
    # openpyxl is imported only when it is used, because it makes every start slower.
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    return number_format(BUILTIN_FORMATS.get(number, "General"))


@cache
def number_format(code: str) -> NumberFormat:
    """Return the kind of value that a format code displays."""
    code = code[:LONGEST_FORMAT]
    if code.casefold() in {"", "general", "@", "standard"}:
        return GENERAL
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    if not is_date_format(code):
        return NumberFormat("number", code)
    if is_timedelta_format(code):
        return NumberFormat("elapsed", code)
    letters = LITERAL.sub("", code.split(";")[0]).casefold()
    letters = letters.replace("am/pm", "")
    is_day = bool(set(letters) & {"d", "y"}) or not set(letters) & {"h", "s"}
    return NumberFormat("date" if is_day else "time", code)


def show(number: float, code: str) -> str | None:
    """Return a number as a format displays it, or None if the format is not supported.

    Literals, digits with fixed decimals, thousands separators and percentages are supported.
    """
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;])+|(?<=;)(?=;)', code) or [code]
    section = sections[0]
    value = Decimal(repr(number))
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    if re.search(r"\[[<>=]", section):
        return None
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or found[3] or "")
        return f"\0{len(literals) - 1}\0"

    pattern = LITERAL.sub(keep, section)
    without_literals = re.sub("\0[0-9]+\0", "", pattern)
    places = list(DIGITS.finditer(re.sub("\0[0-9]+\0", lambda m: "\0" * len(m[0]), pattern)))
    if "general" in without_literals.casefold() or len(places) != 1:
        return None
    place = places[0]
    before, after = pattern[: place.start()], pattern[place.end() :]
    around = re.sub("\0[0-9]+\0", "", before + after)
    percents = around.count("%")
    if "?" in place[0] or not PLAIN.fullmatch(around.replace("%", "")):
        return None
    text = before + _digits(value * 100**percents, place[0]) + after
    return re.sub("\0([0-9]+)\0", lambda m: literals[int(m[1])], text).strip() or None


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    while whole.endswith(","):
        whole, value = whole[:-1], value / 1000
    rounded = abs(value).quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    least = whole.replace(",", "").count("0")
    left = left.lstrip("0").rjust(least, "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    needed = len(decimals.rstrip("#"))
    while len(right) > needed and right.endswith("0"):
        right = right[:-1]
    sign = "-" if value < 0 and rounded else ""
    return sign + left + ("." + right if decimals else "")
