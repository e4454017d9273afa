"""Whether values of one column type can be stored in, and read from, a column of another."""

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
# The wider type, or one that is read and written alike, by the type that is asked for.
SUBSTITUTES = {"integer": ("bigint",), "jsonb": ("json",)}


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type as PostgreSQL or Django writes it, in parts. `size` is what the parentheses hold."""

    name: str
    size: tuple[int, ...]
    array: str

    @classmethod
    def of(cls, text: str) -> "ColumnType":
        parts = TYPE.fullmatch(text.strip())
        if parts is None:
            return cls(text, (), "")
        name = (parts["name"] + parts["rest"]).strip()
        # The type of an extension has the name of its schema before its own.
        name = "citext" if name.endswith(".citext") else ALIASES.get(name, name)
        size = tuple(int(number) for number in (parts["size"] or "").split(",") if number)
        return cls(name, size, parts["array"])


def can_hold(found: str, wanted: str, *, is_key: bool = False) -> bool:
    """Whether a column of the type `found` can be used as one of the type `wanted`.

    `is_key` says that the column holds the ids of rows. The database makes these, so that an
    integer is wide enough for as many rows as there are.
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
