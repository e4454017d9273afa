"""Two copies become one table; the other is put aside, and nothing is deleted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from pytest_django import DjangoDbBlocker

from adapters.postgres.schema_move.copies.copies import Resolution, compare, resolve
from adapters.postgres.schema_move.errors import MoveConflictError, PreflightError
from adapters.postgres.schema_move.names import Name
from tests.adapters.adoption.databases import new_database
from tests.adapters.schema_move.scratch import (
    BARE,
    COLUMNS,
    NEW,
    OLD,
    add,
    definitions,
    forgotten,
    make,
    oid,
    rows,
    value,
)

type Rows = tuple[tuple[Any, ...], ...]
A: tuple[Any, ...] = (1, "a", "Ann")
B: tuple[Any, ...] = (2, "b", None)
C: tuple[Any, ...] = (3, "c", "")
ASIDE = Name("adm_quarantine", "public.adm.Venues")


@pytest.fixture(scope="module")
def database(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"resolved_{worker_id}") as connection:
        yield connection


@pytest.fixture
def cursor(database: BaseDatabaseWrapper) -> Iterator[CursorWrapper]:
    with forgotten(database) as cursor:
        yield cursor


def run(cursor: CursorWrapper, *, merge: bool = False) -> Resolution:
    return resolve(cursor, compare(cursor, NEW, OLD), target=NEW, merge=merge)


def check(cursor: CursorWrapper) -> None:
    """Run the deferred checks."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("old", [(), (B,), (A, B)])
def test_the_copy_without_additional_rows_is_put_aside(cursor: CursorWrapper, old: Rows) -> None:
    make(cursor, NEW, A, B)
    make(cursor, OLD, *old)
    kept, lost = oid(cursor, NEW), oid(cursor, OLD)
    done = run(cursor)
    assert (done.winner, done.loser, done.quarantined) == (NEW, OLD, ASIDE)
    assert (oid(cursor, NEW), oid(cursor, ASIDE), oid(cursor, OLD)) == (kept, lost, None)
    assert rows(cursor, NEW) == [A, B]
    assert rows(cursor, ASIDE) == list(old)


def test_the_old_copy_is_kept_if_it_has_the_rows(cursor: CursorWrapper) -> None:
    make(cursor, NEW)
    make(cursor, OLD, A)
    kept = oid(cursor, OLD)
    done = run(cursor)
    assert (done.winner, done.quarantined) == (OLD, Name("adm_quarantine", "adm.venues"))
    assert oid(cursor, OLD) == kept
    assert oid(cursor, NEW) is None
    assert rows(cursor, OLD) == [A]


def test_indexes_and_comments_are_put_aside_with_the_table(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, A)
    cursor.execute(f'CREATE INDEX "by.Name" ON {OLD.quoted} (name)')
    cursor.execute(f"COMMENT ON TABLE {OLD.quoted} IS 'Mine; it''s'")
    demanded = definitions(cursor, OLD)
    run(cursor)
    assert oid(cursor, Name("adm_quarantine", "by.Name"))
    assert definitions(cursor, ASIDE) == demanded
    sequence = value(cursor, "SELECT pg_get_serial_sequence(%s, 'id')", ASIDE.quoted)
    assert sequence == 'adm_quarantine."adm.Venues_id_seq"'
    comment = value(cursor, "SELECT obj_description(%s::regclass, 'pg_class')", ASIDE.quoted)
    assert comment.splitlines()[0] == "Mine; it's"
    assert 'Was public."adm.Venues"' in comment


def test_a_table_that_is_put_aside_changes_nothing_of_the_one_in_use(
    cursor: CursorWrapper,
) -> None:
    """Such as the instructors of sessions, which go with the instructors in use."""
    make(cursor, NEW)
    make(cursor, OLD, A)
    cursor.execute("CREATE SCHEMA IF NOT EXISTS acted; CREATE TABLE acted.links (venue_id bigint)")
    cursor.execute("INSERT INTO acted.links VALUES (1)")
    cursor.execute(
        "CREATE FUNCTION acted.unlink_all() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN DELETE FROM acted.links; RETURN NULL; END'"
    )
    for name in (NEW, OLD):
        cursor.execute(
            f"CREATE TRIGGER unlink AFTER DELETE OR TRUNCATE ON {name.quoted} "
            "FOR EACH STATEMENT EXECUTE FUNCTION acted.unlink_all()"
        )

    done = run(cursor)

    cursor.execute(f"DELETE FROM {done.quarantined.quoted}")
    cursor.execute(f"TRUNCATE {done.quarantined.quoted}")
    assert value(cursor, "SELECT count(*) FROM acted.links") == 1
    cursor.execute(f"DELETE FROM {done.winner.quoted}")
    assert value(cursor, "SELECT count(*) FROM acted.links") == 0


def test_a_second_copy_can_be_put_aside(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B)
    names = []
    for row in (A, B, B):
        make(cursor, OLD, row)
        names.append(run(cursor).quarantined.table)
    assert names == ["public.adm.Venues", "public.adm.Venues_2", "public.adm.Venues_3"]
    for name, row in zip(names, (A, B, B), strict=True):
        assert rows(cursor, Name("adm_quarantine", name)) == [row]


def test_a_name_of_the_maximum_length_remains_unique(cursor: CursorWrapper) -> None:
    long = Name("public", "ü" * 31)
    make(cursor, NEW, A)
    for _ in range(2):
        make(cursor, long, A)
        resolve(cursor, compare(cursor, NEW, long), target=NEW)
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'adm_quarantine'")
    names = sorted((name for (name,) in cursor.fetchall()), key=lambda name: name.endswith("_2"))
    assert [name[:9] for name in names] == ["public.üü"] * 2
    assert [name[-2:] for name in names] == ["üü", "_2"]


def test_foreign_keys_refer_to_the_copy_that_is_kept(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B)
    make(cursor, OLD, A)
    key = f'REFERENCES {OLD.quoted} ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED'
    make(cursor, Name("public", "Rooms"), (1,), columns=f'venue bigint CONSTRAINT "at.a" {key}')
    done = run(cursor)
    rooms = Name("public", "Rooms")
    (demanded,) = definitions(cursor, rooms)
    target = "REFERENCES adm.venues(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
    assert demanded == f"FOREIGN KEY (venue) {target}"
    assert [(key.name, key.definition) for key in done.pointed] == [("at.a", demanded)]
    add(cursor, rooms, (2,))
    cursor.execute(f"DELETE FROM {NEW.quoted} WHERE id = 1")
    check(cursor)
    assert rows(cursor, rooms) == [(2,)]


def test_a_foreign_key_to_both_copies_becomes_one(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, A)
    column = f"venue bigint REFERENCES {OLD.quoted} (id) REFERENCES {NEW.quoted} (id)"
    make(cursor, Name("public", "rooms"), (1,), columns=column)
    run(cursor)
    keys = definitions(cursor, Name("public", "rooms"))
    assert keys == ["FOREIGN KEY (venue) REFERENCES adm.venues(id)"]


def test_a_foreign_key_to_its_own_table_is_put_aside(cursor: CursorWrapper) -> None:
    columns = "id bigint PRIMARY KEY, parent bigint REFERENCES {} (id)"
    make(cursor, NEW, (1, None), (2, 1), columns=columns.format(NEW.quoted))
    make(cursor, OLD, (1, None), columns=columns.format(OLD.quoted))
    run(cursor)
    assert 'REFERENCES adm_quarantine."public.adm.Venues"(id)' in definitions(cursor, ASIDE)[0]


def test_rows_put_aside_do_not_prevent_deletes(cursor: CursorWrapper) -> None:
    places = Name("adm", "locations")
    make(cursor, places, (1,), columns="id bigint PRIMARY KEY")
    columns = f"id bigint PRIMARY KEY, location bigint REFERENCES {places.quoted} (id)"
    make(cursor, NEW, (1, 1), (2, 1), columns=columns)
    make(cursor, OLD, (1, 1), columns=columns)
    done = run(cursor)
    (untied,) = done.untied
    assert untied.definition == "FOREIGN KEY (location) REFERENCES adm.locations(id)"
    comment = value(cursor, "SELECT obj_description(%s::regclass, 'pg_class')", ASIDE.quoted)
    assert str(untied) in comment
    cursor.execute(f"DELETE FROM {NEW.quoted}")
    cursor.execute(f"DELETE FROM {places.quoted}")
    assert rows(cursor, ASIDE) == [(1, 1)]


@pytest.mark.parametrize(
    ("kept", "lost", "highest", "next_value"),
    [(50, 9, 1, 51), (9, 50, 1, 51), (3, 3, 80, 81), (None, None, 1, 2), (None, 50, 1, 51)],
)
def test_the_sequence_continues_after_both_copies(
    cursor: CursorWrapper, kept: int | None, lost: int | None, highest: int, next_value: int
) -> None:
    for table, at in ((NEW, kept), (OLD, lost)):
        make(cursor, table, (highest, "a", "Ann"))
        value(
            cursor,
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), coalesce(%s, 1), %s)",
            *(table.quoted, at, at is not None),
        )
    assert run(cursor).sequences == (("id", next_value),)
    cursor.execute(f"INSERT INTO {NEW.quoted} (code) VALUES ('new')")
    assert rows(cursor, NEW)[-1][0] in {1, next_value}
    assert value(cursor, f"SELECT max(id) FROM {NEW.quoted}") == next_value


def test_a_rollback_restores_the_sequences(
    cursor: CursorWrapper, database: BaseDatabaseWrapper
) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, A)
    with transaction.atomic(database.alias):
        run(cursor)
        transaction.set_rollback(True, database.alias)
    assert value(cursor, "SELECT last_value FROM adm.venues_id_seq") == 1


def test_a_shared_sequence_stays_with_the_kept_copy(cursor: CursorWrapper) -> None:
    make(cursor, OLD, (1, "a"), columns="id serial PRIMARY KEY, code text")
    cursor.execute(f"CREATE TABLE {NEW.quoted} (LIKE {OLD.quoted} INCLUDING ALL)")
    add(cursor, NEW, (1, "a"), (7, "b"))
    run(cursor)
    cursor.execute(f"INSERT INTO {NEW.quoted} (code) VALUES ('c')")
    assert rows(cursor, NEW)[-1] == (8, "c")
    assert oid(cursor, Name("public", "adm.Venues_id_seq"))


def test_constraints_of_the_copy_put_aside_are_added_to_the_kept_one(cursor: CursorWrapper) -> None:
    make(cursor, NEW)
    cursor.execute(f"CREATE UNIQUE INDEX ON {NEW.quoted} (lower(name)) WHERE id > 0")
    cursor.execute(f"ALTER TABLE {NEW.quoted} ADD CHECK (name <> 'none')")
    make(cursor, OLD, A, B, columns=BARE)
    done = run(cursor)
    assert done.winner == OLD
    assert definitions(cursor, OLD) == [
        "CHECK ((name <> 'none'::text))",
        "PRIMARY KEY (id)",
        "UNIQUE (code)",
    ]
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%%lower(name)%%'")
    assert len(cursor.fetchall()) == 2


def test_rows_that_violate_the_other_copys_constraints_are_refused(cursor: CursorWrapper) -> None:
    make(cursor, NEW)
    cursor.execute(f"ALTER TABLE {NEW.quoted} ADD CONSTRAINT long CHECK (length(name) > 9)")
    make(cursor, OLD, A)
    comparison = compare(cursor, NEW, OLD)
    with pytest.raises(MoveConflictError, match="cannot be merged into one table"):
        resolve(cursor, comparison, target=NEW)


def test_grants_of_both_copies_apply_to_the_kept_one(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD)
    cursor.execute('CREATE ROLE "copies.Reader"; CREATE ROLE copies_owner')
    cursor.execute(f'GRANT SELECT, UPDATE ON {OLD.quoted} TO "copies.Reader"')
    cursor.execute(f"ALTER TABLE {OLD.quoted} OWNER TO copies_owner")
    run(cursor)
    ask = "SELECT has_table_privilege(%s, %s, %s)"
    assert value(cursor, ask, "copies.Reader", NEW.quoted, "UPDATE")
    assert not value(cursor, ask, "copies.Reader", NEW.quoted, "DELETE")
    assert value(cursor, ask, "copies_owner", NEW.quoted, "DELETE")


def test_a_missing_privilege_is_reported_as_a_grant(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, A)
    cursor.execute("CREATE ROLE copies_owner")
    cursor.execute("GRANT ALL ON SCHEMA adm, public TO copies_owner")
    for table in (NEW, OLD):
        cursor.execute(f"ALTER TABLE {table.quoted} OWNER TO copies_owner")
    cursor.execute("SET LOCAL ROLE copies_owner")
    with pytest.raises(PreflightError, match=r"GRANT CREATE ON DATABASE .* TO copies_owner;"):
        run(cursor)
    cursor.execute("RESET ROLE; CREATE SCHEMA adm_quarantine; SET LOCAL ROLE copies_owner")
    with pytest.raises(
        PreflightError, match="GRANT CREATE, USAGE ON SCHEMA adm_quarantine TO copies_owner;"
    ):
        run(cursor)


def test_a_merge_copies_the_missing_rows(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B)
    make(cursor, OLD, B, C)
    with pytest.raises(MoveConflictError, match="--on-both merge"):
        run(cursor)
    done = run(cursor, merge=True)
    assert done.merged_rows == 1
    assert rows(cursor, NEW) == [A, B, C]
    assert rows(cursor, ASIDE) == [B, C]
    assert done.sequences == (("id", 4),)


def test_a_merge_keeps_ids_that_are_always_generated_and_generates_the_rest(
    cursor: CursorWrapper,
) -> None:
    columns = """
        name text, id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        double bigint GENERATED ALWAYS AS (id * 2) STORED
    """
    make(cursor, NEW, columns=columns)
    cursor.execute(f"INSERT INTO {NEW.quoted} (name) VALUES ('mine')")
    make(cursor, OLD, (9, "theirs", 18), columns="id bigint, name text, double bigint")
    run(cursor, merge=True)
    assert rows(cursor, NEW) == [("mine", 1, 2), ("theirs", 9, 18)]


def test_a_merge_without_keys_copies_the_missing_number_of_duplicates(
    cursor: CursorWrapper,
) -> None:
    make(cursor, NEW, ("a",), ("b",), columns="name text")
    make(cursor, OLD, ("a",), ("a",), ("c",), columns="name text")
    assert run(cursor, merge=True).merged_rows == 2
    assert rows(cursor, NEW) == [("a",), ("a",), ("b",), ("c",)]


def test_a_merge_checks_foreign_keys(cursor: CursorWrapper) -> None:
    places = Name("adm", "locations")
    make(cursor, places, (1,), columns="id bigint PRIMARY KEY")
    key = f"REFERENCES {places.quoted} (id) DEFERRABLE INITIALLY DEFERRED"
    make(cursor, NEW, (1, 1), columns=f"id bigint PRIMARY KEY, location bigint {key}")
    make(cursor, OLD, (2, 7), columns="id bigint PRIMARY KEY, location bigint")
    with pytest.raises(MoveConflictError, match="violates foreign key"):
        run(cursor, merge=True)


def test_a_merge_whose_rows_a_trigger_changes_is_refused(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, B)
    cursor.execute(
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.name := 'stamped'; RETURN NEW; END $$"
    )
    cursor.execute(
        f"CREATE TRIGGER stamp BEFORE INSERT ON {NEW.quoted} FOR EACH ROW EXECUTE FUNCTION stamp()"
    )
    with pytest.raises(MoveConflictError, match=r"adm\.venues: a trigger or a rule"):
        run(cursor, merge=True)


def test_triggers_fire_while_rows_are_copied(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A)
    make(cursor, OLD, B)
    make(cursor, Name("public", "journal"), columns="note text")
    cursor.execute(
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO journal VALUES (NEW.code); RETURN NEW; END $$"
    )
    cursor.execute(
        f"CREATE TRIGGER note AFTER INSERT ON {NEW.quoted} FOR EACH ROW EXECUTE FUNCTION note()"
    )
    run(cursor, merge=True)
    assert rows(cursor, Name("public", "journal")) == [("b",)]


def test_copies_of_related_tables_are_merged(cursor: CursorWrapper) -> None:
    places = "id bigint PRIMARY KEY, external_id text UNIQUE"
    venues = "id bigint PRIMARY KEY, location text REFERENCES {} (external_id)"
    family = [Name("adm", "locations"), Name("public", "adm.locations")]
    for (place, table), count in zip(zip(family, (NEW, OLD), strict=True), (2, 1), strict=True):
        make(cursor, place, *((n, f"l{n}") for n in range(count)), columns=places)
        make(
            cursor,
            table,
            *((n, f"l{n}") for n in range(count)),
            columns=venues.format(place.quoted),
        )
    resolve(cursor, compare(cursor, *family), target=family[0])
    run(cursor)
    cursor.execute(f"DELETE FROM {NEW.quoted}; DELETE FROM {family[0].quoted}")
    assert rows(cursor, ASIDE) == [(0, "l0")]
    assert rows(cursor, Name("adm_quarantine", "public.adm.locations")) == [(0, "l0")]


def test_a_key_of_the_copy_put_aside_applies_to_new_rows(cursor: CursorWrapper) -> None:
    make(cursor, NEW, A, B, columns=BARE)
    make(cursor, OLD, A, columns=COLUMNS)
    run(cursor)
    with pytest.raises(IntegrityError):
        add(cursor, NEW, (9, "a", "again"))
