"""The fingerprint of a table depends only on its rows."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from adapters.postgres.schema_move.inspect.checksums import fingerprint
from tests.adapters.adoption.databases import new_database
from tests.adapters.schema_move.scratch import BARE, NEW, OLD, add, forgotten, make, value

TYPES = {
    "timestamptz": "2026-03-29 01:30+00",
    "date": "2026-02-01",
    "interval": "1 year 2 days -03:04:05",
    "float8": "0.1234567890123456",
    "float4": "0.1234567",
    "bytea": "\\x00ff",
    "regclass": "adm.venues",
}
CONTENT = 'SELECT content::text FROM "adm"."venues"'
SETTINGS = {
    "TimeZone": "Asia/Kolkata",
    "DateStyle": "German, DMY",
    "IntervalStyle": "iso_8601",
    "extra_float_digits": "-6",
    "bytea_output": "escape",
    "search_path": "adm",
    "quote_all_identifiers": "on",
}


@pytest.fixture(scope="module")
def database(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"checksums_{worker_id}") as connection:
        yield connection


@pytest.fixture
def cursor(database: BaseDatabaseWrapper) -> Iterator[CursorWrapper]:
    with forgotten(database) as cursor:
        yield cursor


def both(cursor: CursorWrapper, *columns: str) -> bool:
    """Whether two tables have the same fingerprint."""
    return fingerprint(cursor, OLD, columns) == fingerprint(cursor, NEW, columns)


def test_a_table_without_rows_has_a_fingerprint(cursor: CursorWrapper) -> None:
    make(cursor, OLD)
    assert fingerprint(cursor, OLD, ("id", "code", "name")) == (0, 0)


def test_equal_rows_in_any_order_of_rows_and_columns_have_equal_fingerprints(
    cursor: CursorWrapper,
) -> None:
    make(cursor, OLD, (1, "a", None), (2, "b", ""), columns=BARE)
    make(cursor, NEW, ("", 2, "b"), (None, 1, "a"), columns="name text, id bigint, code text")
    assert both(cursor, "id", "code", "name")
    assert fingerprint(cursor, OLD, ("id", "code")) == fingerprint(cursor, OLD, ("code", "id"))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("a", None), ("a", "")),
        (("a", None), (None, "a")),
        (("a,b", "c"), ("a", "b,c")),
        (('a"', "b"), ("a", '"b')),
        (("(a", "b)"), ("a", "b")),
        (("NULL", "b"), (None, "b")),
    ],
)
def test_similar_rows_have_different_fingerprints(
    cursor: CursorWrapper, mine: tuple[str | None, ...], theirs: tuple[str | None, ...]
) -> None:
    make(cursor, OLD, mine, columns="code text, name text")
    make(cursor, NEW, theirs, columns="code text, name text")
    assert not both(cursor, "code", "name")


def test_duplicates_count_in_a_fingerprint(cursor: CursorWrapper) -> None:
    make(cursor, OLD, ("a",), ("a",), columns="code text")
    make(cursor, NEW, ("b",), ("b",), columns="code text")
    assert not both(cursor, "code")


def test_equal_numbers_with_different_scales_differ(cursor: CursorWrapper) -> None:
    make(cursor, OLD, ("1.0",), columns="amount numeric")
    make(cursor, NEW, ("1.00",), columns="amount numeric")
    assert not both(cursor, "amount")


@pytest.mark.parametrize("kind", TYPES)
def test_session_settings_do_not_change_a_fingerprint(cursor: CursorWrapper, kind: str) -> None:
    make(cursor, NEW, (TYPES[kind],), columns=f"content {kind}")
    before = fingerprint(cursor, NEW, ("content",)), value(cursor, CONTENT)
    for setting, to in SETTINGS.items():
        value(cursor, "SELECT set_config(%s, %s, true)", setting, to)
    assert value(cursor, CONTENT) != before[1]
    assert fingerprint(cursor, NEW, ("content",)) == before[0]
    for setting, to in SETTINGS.items():
        assert value(cursor, "SELECT current_setting(%s)", setting) == to


def test_floats_that_differ_in_the_last_digit_differ(cursor: CursorWrapper) -> None:
    make(cursor, OLD, columns="amount float8")
    make(cursor, NEW, columns="amount float8")
    cursor.execute("SET LOCAL extra_float_digits = 0")
    add(cursor, OLD, (0.1 + 0.2,))
    add(cursor, NEW, (0.3,))
    assert not both(cursor, "amount")


def test_rows_hidden_by_a_policy_are_an_error(cursor: CursorWrapper) -> None:
    make(cursor, NEW, (1, "a", "x"))
    cursor.execute(f"ALTER TABLE {NEW.quoted} ENABLE ROW LEVEL SECURITY")
    cursor.execute("CREATE ROLE checksums_reader")
    cursor.execute("GRANT USAGE ON SCHEMA adm TO checksums_reader")
    cursor.execute(f"GRANT SELECT ON {NEW.quoted} TO checksums_reader")
    cursor.execute("SET LOCAL ROLE checksums_reader")
    assert value(cursor, f"SELECT count(*) FROM {NEW.quoted}") == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        fingerprint(cursor, NEW, ("id", "code"))
