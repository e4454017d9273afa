"""Two copies of a table are compared row by row, and conflicts are reported."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from adapters.postgres.schema_move.copies.clashes import MOST_NAMED
from adapters.postgres.schema_move.copies.copies import Comparison, compare
from adapters.postgres.schema_move.names import Name
from tests.adapters.adoption.databases import new_database
from tests.adapters.schema_move.scratch import BARE, COLUMNS, NEW, OLD, forgotten, make

type Rows = tuple[tuple[Any, ...], ...]
A: tuple[Any, ...] = (1, "a", "Ann")
B: tuple[Any, ...] = (2, "b", None)
C: tuple[Any, ...] = (3, "c", "")


@pytest.fixture(scope="module")
def database(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"compared_{worker_id}") as connection:
        yield connection


@pytest.fixture
def cursor(database: BaseDatabaseWrapper) -> Iterator[CursorWrapper]:
    with forgotten(database) as cursor:
        yield cursor


def reasons(comparison: Comparison, *, merge: bool = False) -> str:
    return "\n".join(comparison.refusals(target=NEW, merge=merge))


@pytest.mark.parametrize(
    ("new", "old", "kind", "winner"),
    [
        ((), (), "identical", NEW),
        ((A, B), (B, A), "identical", NEW),
        ((), (A,), "one_empty", OLD),
        ((A,), (), "one_empty", NEW),
        ((A, B, C), (B,), "subset", NEW),
        ((B,), (A, B, C), "subset", OLD),
    ],
)
def test_the_copy_with_all_rows_is_kept(
    cursor: CursorWrapper, new: Rows, old: Rows, kind: str, winner: Name
) -> None:
    make(cursor, NEW, *new)
    make(cursor, OLD, *old)
    found = compare(cursor, NEW, OLD)
    assert (found.kind, found.winner) == (kind, winner)
    assert {found.winner, found.loser} == {NEW, OLD}
    assert (found.kept_count, found.other_count) == (len(new), len(old))
    assert reasons(found) == ""


def test_the_order_of_columns_makes_no_difference(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B)
    make(cursor, OLD, (None, 2, "b"), ("Ann", 1, "a"), columns="name text, id bigint, code text")
    assert compare(cursor, NEW, OLD).kind == "identical"


def test_a_null_is_not_an_empty_text(cursor: CursorWrapper) -> None:
    make(cursor, NEW, (1, "a", None))
    make(cursor, OLD, (1, "a", ""))
    assert compare(cursor, NEW, OLD).kind == "conflict"


def test_without_a_key_rows_are_counted(cursor: CursorWrapper) -> None:
    make(cursor, NEW, ("a",), ("a",), ("b",), columns="name text")
    make(cursor, OLD, ("a",), ("b",), columns="name text")
    found = compare(cursor, NEW, OLD)
    assert (found.kind, found.only_in_kept, found.only_in_other) == ("subset", 1, 0)


def test_of_copies_with_equal_rows_the_one_with_more_constraints_is_kept(
    cursor: CursorWrapper,
) -> None:
    make(cursor, NEW, A, columns=BARE)
    make(cursor, OLD, A)
    assert compare(cursor, NEW, OLD).winner == OLD
    assert compare(cursor, OLD, NEW).winner == OLD


def test_of_equal_copies_the_one_in_use_is_kept(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, A)
    cursor.execute(f"CREATE VIEW v AS SELECT id FROM {OLD.quoted}")
    assert compare(cursor, NEW, OLD).winner == OLD


def test_objects_that_read_the_copy_put_aside_are_listed(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B)
    make(cursor, OLD, A)
    cursor.execute(f"CREATE VIEW v AS SELECT id FROM {OLD.quoted}")
    cursor.execute(f"CREATE POLICY nobody ON {OLD.quoted} USING (false)")
    found = compare(cursor, NEW, OLD)
    assert found.winner == NEW
    assert found.left_behind == ("the policy nobody", "the view public.v")


@pytest.mark.parametrize("rest", [(), (B,)])
def test_copies_with_different_rows_need_a_merge(cursor: CursorWrapper, rest: Rows) -> None:
    make(cursor, NEW, A, *rest)
    make(cursor, OLD, C, *rest)
    found = compare(cursor, NEW, OLD)
    assert (found.kind, found.only_in_kept, found.only_in_other) == ("disjoint", 1, 1)
    count = 1 + len(rest)
    assert f'adm.venues ({count} rows) and public."adm.Venues" ({count} rows)' in reasons(found)
    assert reasons(found, merge=True) == ""


@pytest.mark.parametrize("new", [COLUMNS, BARE])
@pytest.mark.parametrize("old", [COLUMNS, BARE])
def test_one_id_with_different_contents_is_a_conflict(
    cursor: CursorWrapper, new: str, old: str
) -> None:
    make(cursor, NEW, A, B, columns=new)
    make(cursor, OLD, (1, "a", "Bob"), B, columns=old)
    found = compare(cursor, NEW, OLD)
    assert (found.kind, found.clash_count) == ("conflict", 1)
    expected = 'id = 1 (row 1 of adm.venues, row 1 of public."adm.Venues": name)'
    assert expected in reasons(found)
    assert expected in reasons(found, merge=True)


def test_a_unique_key_of_either_copy_can_cause_a_conflict(cursor: CursorWrapper) -> None:
    make(cursor, NEW, (1, "a", "Ann"), columns=BARE)
    make(cursor, OLD, (7, "a", "Ann"))
    found = compare(cursor, NEW, OLD)
    assert 'code = a (row 1 of adm.venues, row 7 of public."adm.Venues": id)' in reasons(found)


def test_a_key_of_the_caller_can_cause_a_conflict(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, (7, "z", "Ann"))
    assert compare(cursor, NEW, OLD, keys=[("name", "absent")]).kind == "disjoint"
    found = compare(cursor, NEW, OLD, keys=[("name",)])
    assert "name = Ann (row 1 of" in reasons(found)


@pytest.mark.parametrize(
    ("index", "kind"),
    [
        ("(lower(name))", "conflict"),
        ("(lower(name)) WHERE id > 5", "disjoint"),
        ("(code, name)", "disjoint"),
    ],
)
def test_expression_and_partial_indexes_are_keys(
    cursor: CursorWrapper, index: str, kind: str
) -> None:
    make(cursor, NEW, (1, "a", "ANN"))
    make(cursor, OLD, (7, "z", "ann"))
    cursor.execute(f"CREATE UNIQUE INDEX ON {OLD.quoted} {index}")
    assert compare(cursor, NEW, OLD).kind == kind


@pytest.mark.parametrize(("nulls", "kind"), [("", "disjoint"), ("NULLS NOT DISTINCT", "conflict")])
def test_nulls_are_equal_only_for_nulls_not_distinct(
    cursor: CursorWrapper, nulls: str, kind: str
) -> None:
    make(cursor, NEW, (1, "a", None))
    make(cursor, OLD, (7, "z", None))
    cursor.execute(f"ALTER TABLE {NEW.quoted} ADD UNIQUE {nulls} (name)")
    assert compare(cursor, NEW, OLD).kind == kind


def test_rows_that_violate_a_key_of_the_other_copy_are_a_conflict(cursor: CursorWrapper) -> None:
    make(cursor, NEW)
    make(cursor, OLD, (1, "a", "x"), (2, "a", "y"), columns=BARE)
    found = compare(cursor, NEW, OLD)
    assert found.kind == "conflict"
    assert (
        'code = a (row 1 of public."adm.Venues", row 2 of public."adm.Venues": id, name)'
        in reasons(found)
    )


def test_conflicts_are_counted_and_the_first_are_named(cursor: CursorWrapper) -> None:
    count = MOST_NAMED + 7
    make(cursor, NEW, *((n, f"c{n}", "mine") for n in range(count)))
    make(cursor, OLD, *((n, f"c{n}", "theirs") for n in range(count)))
    found = compare(cursor, NEW, OLD)
    assert (found.clash_count, len(found.clashes)) == (count, MOST_NAMED)
    assert [clash.first_row for clash in found.clashes][:3] == ["0", "1", "2"]
    assert found.clashes[10].first_row == "10"
    assert "and 7 more" in reasons(found)


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ("id bigint, code text", "name is text in adm.venues and missing in"),
        ("id integer, code text, name text", "id is bigint in adm.venues and integer in"),
        (
            "id bigint, code text, name varchar(255)[]",
            'name is text in adm.venues and character varying(255)[] in public."adm.Venues"',
        ),
    ],
)
def test_different_columns_are_named(cursor: CursorWrapper, columns: str, named: str) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, columns=columns)
    found = compare(cursor, NEW, OLD)
    assert (found.kind, found.kept_count, found.other_count) == ("conflict", 1, 0)
    assert named in reasons(found, merge=True)


def test_copies_under_two_old_names_are_refused(cursor: CursorWrapper) -> None:
    plain = Name("public", "venues")
    make(cursor, plain, A)
    make(cursor, OLD)
    found = compare(cursor, plain, OLD)
    (reason,) = found.refusals(target=NEW, merge=True)
    assert "both at old places of adm.venues" in reason
    assert "public.venues (1 rows)" in reason


def test_a_publication_without_the_kept_copy_is_refused(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B)
    make(cursor, OLD, A)
    cursor.execute(f"CREATE PUBLICATION orders FOR TABLE {OLD.quoted}")
    found = compare(cursor, NEW, OLD)
    assert 'the publication orders publishes public."adm.Venues"' in reasons(found)
    cursor.execute(f"ALTER PUBLICATION orders ADD TABLE {NEW.quoted}")
    assert reasons(compare(cursor, NEW, OLD)) == ""


def test_types_without_equality_are_compared(cursor: CursorWrapper) -> None:
    columns = "id bigint, content json, place point"
    make(cursor, NEW, (1, '{"a": 1}', "(1,2)"), columns=columns)
    make(cursor, OLD, (1, '{"a": 1}', "(1,2)"), columns=columns)
    assert compare(cursor, NEW, OLD).kind == "identical"


def test_generated_columns_are_compared(cursor: CursorWrapper) -> None:
    columns = "id bigint PRIMARY KEY, double bigint GENERATED ALWAYS AS (id * 2) STORED"
    make(cursor, NEW, (1,), columns=columns)
    make(cursor, OLD, (1, 2), columns="id bigint PRIMARY KEY, double bigint")
    assert compare(cursor, NEW, OLD).kind == "identical"


def test_a_comparison_changes_nothing(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, C)
    cursor.execute("SET TRANSACTION READ ONLY")
    assert compare(cursor, NEW, OLD).kind == "disjoint"
    cursor.execute("SHOW search_path")
    assert cursor.fetchone()[0] == "public"
