"""Indexes are added to and removed from the named table, and no other."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import models
from django.db.migrations.operations import AddIndex, AlterField, RemoveIndex, RenameIndex
from django.db.models import Index

from tests.adapters.postgres.temporary_tables import Migrator, constraints, create, indexes, run


def on(table: str, column: str) -> list[str]:
    """Return the kind of each index on one column: "" for a plain one, or its kind for LIKE."""
    found = (definition.partition("btree ")[2] for definition in indexes(table).values())
    kinds = {"": f"({column})", "like": f"({column} varchar_pattern_ops)"}
    kinds["text like"] = f"({column} text_pattern_ops)"
    return sorted(kind for d in found for kind, end in kinds.items() if d == end)


def test_removing_unique_drops_the_constraint_and_both_indexes(
    migrator: Migrator, rooms: str
) -> None:
    assert on(rooms, "name") == ["", "like"]
    migrator.apply(AlterField("Room", "name", models.CharField(max_length=50)))
    assert "UNIQUE (name)" not in constraints(rooms).values()
    assert on(rooms, "name") == []


def test_adding_unique_creates_the_constraint_and_both_indexes(
    migrator: Migrator, rooms: str
) -> None:
    migrator.apply(AlterField("Room", "kind", models.CharField(max_length=20, unique=True)))
    assert "UNIQUE (kind)" in constraints(rooms).values()
    assert on(rooms, "kind") == ["", "like"]


def test_an_indexed_field_that_becomes_unique_keeps_one_index_of_each_kind(
    migrator: Migrator, rooms: str
) -> None:
    before = len(indexes(rooms))
    migrator.apply(AlterField("Room", "code", models.CharField(max_length=20, unique=True)))
    assert on(rooms, "code") == ["", "like"]
    assert len(indexes(rooms)) == before


def test_db_index_adds_and_drops_both_indexes(migrator: Migrator, rooms: str) -> None:
    indexed = models.CharField(max_length=20, default="", db_index=True)
    migrator.apply(AlterField("Room", "kind", indexed))
    assert on(rooms, "kind") == ["", "like"]
    migrator.apply(AlterField("Room", "kind", models.CharField(max_length=20, default="")))
    assert on(rooms, "kind") == []


def test_the_like_index_is_created_and_dropped_with_the_type_of_the_column(
    migrator: Migrator, rooms: str
) -> None:
    migrator.apply(AlterField("Room", "name", models.TextField(unique=True)))
    assert on(rooms, "name") == ["", "text like"]


def test_an_index_is_removed_added_and_renamed(migrator: Migrator, rooms: str) -> None:
    name = next(name for name in indexes(rooms) if name.endswith("floor_seats"))
    migrator.apply(RenameIndex("Room", new_name="a_new_name", old_name=name))
    assert "(floor, seats)" in indexes(rooms)["a_new_name"]
    assert name not in indexes(rooms)
    migrator.apply(RemoveIndex("Room", "a_new_name"))
    assert "a_new_name" not in indexes(rooms)
    migrator.apply(AddIndex("Room", Index("seats", models.F("floor").desc(), name="seats_first")))
    assert "(seats, floor DESC)" in indexes(rooms)["seats_first"]


@pytest.mark.django_db(transaction=True)
def test_an_index_is_added_and_removed_without_a_transaction(migrator: Migrator) -> None:
    table = '"annexe"."lifts"'
    try:
        migrator.apply(create("Lift", table), create("Namesake", "lifts"))
        for model, name in (("Lift", table), ("Namesake", "lifts")):
            add = AddIndexConcurrently(model, Index(fields=["-id"], name="latest"))
            migrator.apply(add, atomic=False)
            assert "latest" in indexes(name)
        migrator.apply(RemoveIndexConcurrently("Lift", "latest"), atomic=False)
        assert "latest" not in indexes(table)
        assert "latest" in indexes("lifts")
    finally:
        run('DROP SCHEMA "annexe", "Annexe" CASCADE; DROP TABLE IF EXISTS lifts')
