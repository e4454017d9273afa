"""Finds the wanted columns of a file by their headings."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from adapters.spreadsheets.files.addresses import column_letters
from adapters.spreadsheets.files.limits import UnreadableFileError
from adapters.spreadsheets.files.values import Value, shown
from domain.text import one_line

DASHES = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


@dataclass(frozen=True, slots=True)
class Headings:
    """Columns by heading: the `wanted` ones, and all `others`."""

    wanted: Mapping[str, int]
    others: tuple[str, ...]


def heading_key(text: str) -> str:
    """Normalise a heading: case, spaces and a colon are ignored."""
    plain = unicodedata.normalize("NFKC", one_line(text)).casefold()
    return DASHES.sub(" ", plain).strip(" :*")


def find_headings(
    first_row: Mapping[int, Value], wanted: Sequence[str], optional: Collection[str] = ()
) -> Headings:
    """Find the wanted columns in row 1.

    Raises:
        UnreadableFileError: if a required heading is missing, or a heading occurs twice.

    """
    by_key = {heading_key(heading): heading for heading in wanted}
    found: dict[str, int] = {}
    others: list[str] = []
    for index, value in sorted(first_row.items()):
        heading = by_key.get(heading_key(shown(value)))
        if heading is None:
            others.append(f"{shown(value)[:50]!r} ({column_letters(index)})")
        elif heading in found:
            raise UnreadableFileError(
                f"row 1 has the heading {shown(value)!r} twice: "
                f"in column {column_letters(found[heading])} and {column_letters(index)}"
            )
        else:
            found[heading] = index
    if missing := [heading for heading in wanted if heading not in {*found, *optional}]:
        raise UnreadableFileError("row 1 lacks the headings " + ", ".join(map(repr, missing)))
    there = {heading: found[heading] for heading in wanted if heading in found}
    return Headings(there, tuple(others))
