"""The catalogue is read under the names that models have for their tables."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.models import DB_CASCADE

from tests.adapters.postgres.similar_tables import SIMILAR_TABLES
from tests.adapters.postgres.temporary_tables import Migrator, create, run


def test_tables_are_listed_by_their_db_table(migrator: Migrator, rooms: str) -> None:
    listed = connection.introspection.table_names()
    assert set(SIMILAR_TABLES.values()) <= set(listed)
    assert len(listed) == len(set(listed))
    assert "django_migrations" in listed


def test_system_tables_are_not_listed(migrator: Migrator) -> None:
    run("CREATE TEMPORARY TABLE here (id int)")
    listed = connection.introspection.table_names(include_views=True)
    assert "here" in listed
    assert not [name for name in listed if "pg_" in name or "information_schema" in name]


def test_a_table_hidden_on_the_search_path_is_listed_with_its_schema(migrator: Migrator) -> None:
    run('CREATE TABLE "annexe"."lifts" (id int); CREATE TABLE public.lifts (id int)')
    run('SET LOCAL search_path = "annexe", public')
    assert {"lifts", '"public"."lifts"'} <= set(connection.introspection.table_names())
    assert '"annexe"."lifts"' not in connection.introspection.table_names()


def test_views_partitions_and_comments_are_listed(migrator: Migrator) -> None:
    run("""
        CREATE TABLE annexe.days (day date) PARTITION BY RANGE (day);
        CREATE TABLE annexe.some_days PARTITION OF annexe.days DEFAULT;
        CREATE VIEW annexe.today AS SELECT * FROM annexe.days;
        COMMENT ON TABLE annexe.days IS 'one row a day';
    """)
    with connection.cursor() as cursor:
        listed: dict[str, Any] = {
            info.name: info[1:] for info in connection.introspection.get_table_list(cursor)
        }
    assert listed['"annexe"."days"'] == ("t", "one row a day")
    assert listed['"annexe"."some_days"'] == ("p", None)
    assert listed['"annexe"."today"'] == ("v", None)


def test_columns_are_described(migrator: Migrator, rooms: str) -> None:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(
            cursor, migrator.model("Room")._meta.db_table
        )
    assert [(c.name, c.null_ok, c.is_autofield) for c in described][:3] == [
        ("id", False, True),
        ("name", False, False),
        ("code", False, False),
    ]
    assert {c.name for c in described if c.null_ok} == {"seats", "building_id", "beside_id"}


def test_foreign_keys_are_listed_with_their_targets(migrator: Migrator, rooms: str) -> None:
    table = migrator.model("Room")._meta.db_table
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
        assert connection.introspection.get_primary_key_columns(cursor, table) == ["id"]
    assert {c: (r[0], r[1]) for c, r in relations.items()} == {
        "building_id": ("id", '"annexe"."buildings"'),
        "beside_id": ("id", table),
    }
    pointed = {c["columns"][0]: c["foreign_key"] for c in constraints.values() if c["foreign_key"]}
    assert pointed == {"building_id": ('"annexe"."buildings"', "id"), "beside_id": (table, "id")}


def test_on_delete_rules_are_listed(migrator: Migrator) -> None:
    key = models.ForeignKey("annexe.Room", DB_CASCADE)
    migrator.apply(
        create("Room", '"annexe"."rooms"'), create("Door", '"Annexe"."doors"', ("room", key))
    )
    with connection.cursor() as cursor:
        relations: Any = connection.introspection.get_relations(cursor, '"Annexe"."doors"')
    assert relations == {"room_id": ("id", '"annexe"."rooms"', DB_CASCADE)}


def test_a_sequence_is_listed_with_its_schema(migrator: Migrator, rooms: str) -> None:
    model = migrator.model("Room")
    with connection.cursor() as cursor:
        (sequence,) = connection.introspection.get_sequences(cursor, model._meta.db_table)
        cursor.execute(f"SELECT last_value FROM {connection.ops.quote_name(sequence['name'])}")
    assert (sequence["table"], sequence["column"]) == (model._meta.db_table, "id")


@pytest.mark.parametrize("table", ['"annexe"."nowhere"', '"nowhere"."rooms"', "nowhere"])
def test_a_missing_table_has_an_empty_description(migrator: Migrator, table: str) -> None:
    with connection.cursor() as cursor:
        assert connection.introspection.get_constraints(cursor, table) == {}
        assert connection.introspection.get_relations(cursor, table) == {}
        assert connection.introspection.get_sequences(cursor, table) == []
