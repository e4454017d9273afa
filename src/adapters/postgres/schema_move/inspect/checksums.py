"""What a table holds, in two figures that do not depend on the session that asks."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.names import Name

# All that the text of a value depends on. Without row_security rows would be left out silently;
# with it off PostgreSQL refuses to read what a policy would hide.
TEXT_SETTINGS = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "lc_monetary": "C",
    "quote_all_identifiers": "off",
    "row_security": "off",
    "xmlbinary": "base64",
}
# Without a search path PostgreSQL leaves no schema out of a name.
ALL_SETTINGS = {**TEXT_SETTINGS, "search_path": ""}
TOTAL = """
    SELECT count(*), coalesce(sum(hashtextextended({text}, 0)::numeric), 0) FROM {source}
"""


class Fingerprint(NamedTuple):
    """The number of rows, and the sum of their hashes: a sum, for duplicates cancel a xor."""

    rows: int
    checksum: int


def fingerprint(cursor: CursorWrapper, name: Name, columns: Collection[str]) -> Fingerprint:
    """Return what a table holds in the columns, in whatever order they are or are named.

    Reads the whole table, 2 to 4 seconds for a million rows.

    Raises:
        ProgrammingError: when a row security policy would hide rows from the role.

    """
    with pinned(cursor):
        return sum_up(cursor, row_text(columns), name.quoted)


def sum_up(cursor: CursorWrapper, text: str, source: str) -> Fingerprint:
    """Return the fingerprint of the texts that a FROM clause gives, in pinned settings."""
    cursor.execute(TOTAL.format(text=text, source=source))
    rows, checksum = cursor.fetchone()
    return Fingerprint(rows, int(checksum))


def row_text(columns: Collection[str]) -> str:
    """Return the SQL for a row's text: no two rows that differ have the same, NULLs included.

    Stricter than `=`: 1.0 is not 1.00, and no collation takes two letters for one.
    """
    return f'ROW({", ".join(map(quote, sorted(columns)))})::text COLLATE "C"'


@contextmanager
def pinned(cursor: CursorWrapper, settings: Mapping[str, str] = ALL_SETTINGS) -> Iterator[None]:
    """Fix, while the block lasts, the settings that the text of a value depends on."""
    read = ", ".join(f"current_setting('{name}')" for name in settings)
    write = ", ".join(f"set_config('{name}', %s, true)" for name in settings)
    with transaction.atomic(cursor.db.alias):
        cursor.execute(f"SELECT {read}")
        before = cursor.fetchone()
        cursor.execute(f"SELECT {write}", list(settings.values()))
        yield
        # Not in a `finally`: an error ends the savepoint, and with it what was set in it.
        cursor.execute(f"SELECT {write}", before)
