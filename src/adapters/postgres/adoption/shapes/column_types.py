"""Compares column types: whether a column of one type can be used for values of another."""

import re
from dataclasses import dataclass

TYPE = re.compile(
    r"(?P<name>[^(\[]+?)(?:\((?P<size>[\d, ]+)\))?(?P<rest>[^(\[]*)(?P<array>(\[\])*)"
)
ALIASES = {
    "varchar": "character varying",
    "decimal": "numeric",
    "int": "integer",
    "timestamptz": "timestamp with time zone",
}
TEXTS = ("character varying", "text", "citext")
# By the wanted type: wider types, and types that are read and written in the same way.
SUBSTITUTES = {"integer": ("bigint",), "jsonb": ("json",)}


@dataclass(frozen=True, slots=True)
class ColumnType:
    """The parts of a type in the notation of PostgreSQL or Django; `size` is in parentheses."""

    name: str
    size: tuple[int, ...]
    array: str

    @classmethod
    def of(cls, text: str) -> "ColumnType":
        parts = TYPE.fullmatch(text.strip())
        if parts is None:
            return cls(text, (), "")
        name = (parts["name"] + parts["rest"]).strip()
        # The name of an extension's type includes its schema.
        name = "citext" if name.endswith(".citext") else ALIASES.get(name, name)
        size = tuple(int(number) for number in (parts["size"] or "").split(",") if number)
        return cls(name, size, parts["array"])


def can_hold(found: str, wanted: str, *, is_key: bool = False) -> bool:
    """Whether a column of the type `found` can be used as one of the type `wanted`.

    `is_key` means that the column contains ids of rows. The database generates these, so an
    integer column can hold all of them.
    """
    actual, asked = ColumnType.of(found), ColumnType.of(wanted)
    if actual.array != asked.array:
        return False
    if asked.name in TEXTS:
        return actual.name in TEXTS and _is_as_long(actual.size, asked.size)
    if asked.name == actual.name == "numeric":
        return _has_as_many_digits(actual.size, asked.size)
    if is_key and asked.name == "bigint" and actual.name == "integer":
        return True
    return actual.name in (asked.name, *SUBSTITUTES.get(asked.name, ())) and (
        not actual.size or actual.size == asked.size
    )


def _is_as_long(actual: tuple[int, ...], asked: tuple[int, ...]) -> bool:
    return not actual or (bool(asked) and actual >= asked)


def _has_as_many_digits(actual: tuple[int, ...], asked: tuple[int, ...]) -> bool:
    """Compare the digits before and after the point; a numeric without a size has enough."""
    if not actual:
        return True
    if not asked:
        return False
    (digits, scale), (wanted_digits, wanted_scale) = (*actual, 0)[:2], (*asked, 0)[:2]
    return scale >= wanted_scale and digits - scale >= wanted_digits - wanted_scale
