"""A model whose table gets another name, or another schema, keeps its table."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import (
    AlterField,
    AlterModelTable,
    DeleteModel,
    RenameModel,
)

from tests.adapters.postgres.similar_tables import SIMILAR_TABLES, room
from tests.adapters.postgres.temporary_tables import (
    Migrator,
    constraints,
    create,
    identity,
    indexes,
    run,
)

PLACES = [*SIMILAR_TABLES.values(), '"annexe"."Rooms"', '"Annexe"."halls"', "halls"]


def sql_name(table: str) -> str:
    return connection.ops.quote_name(table)


@pytest.mark.parametrize("new", PLACES)
@pytest.mark.parametrize("old", SIMILAR_TABLES.values())
def test_a_table_moves_with_its_rows_sequence_and_foreign_keys(
    migrator: Migrator, old: str, new: str
) -> None:
    migrator.apply(create("Building", '"annexe"."buildings"'), room("Room", old))
    number = identity(sql_name(old))
    migrator.model("Room").objects.create(name="Hall", code="H")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    migrator.apply(AlterModelTable("Room", new))
    assert identity(sql_name(new)) == number
    assert old == new or identity(sql_name(old)) is None
    moved = migrator.model("Room").objects.create(name="Loft", code="L")
    assert [room.name for room in migrator.model("Room").objects.all()] == [
        "Hall",
        "Loft",
    ]
    assert moved.id == 2


@pytest.mark.parametrize("new", ['"Annexe"."rooms"', "rooms"])
def test_a_field_of_a_moved_table_can_be_altered(migrator: Migrator, new: str) -> None:
    migrator.apply(create("Building", '"annexe"."buildings"'), room("Room", '"annexe"."rooms"'))
    migrator.apply(AlterModelTable("Room", new))
    migrator.apply(AlterField("Room", "name", models.CharField(max_length=50)))
    assert "UNIQUE (name)" not in constraints(sql_name(new)).values()
    assert not [d for d in indexes(sql_name(new)).values() if "(name" in d]


def test_the_table_of_a_many_to_many_field_moves_too(migrator: Migrator) -> None:
    migrator.apply(create("Room", "rooms"))
    tags = models.ManyToManyField("annexe.Room")
    migrator.apply(create("Tag", "tags", ("rooms", tags)))
    number = identity("tags_rooms")
    migrator.apply(AlterModelTable("Tag", '"annexe"."tags"'))
    assert identity("annexe.tags_rooms") == number
    migrator.apply(AlterModelTable("Tag", "tags"))
    assert identity("tags_rooms") == number


def test_a_renamed_model_keeps_an_explicit_db_table(migrator: Migrator) -> None:
    migrator.apply(create("Room", '"annexe"."rooms"'))
    number = identity("annexe.rooms")
    migrator.apply(RenameModel("Room", "Chamber"))
    assert identity("annexe.rooms") == number


def test_a_name_without_outer_quotes_is_the_same_name(migrator: Migrator) -> None:
    migrator.apply(create("Room", '"annexe"."rooms"'))
    assert migrator.sql(AlterModelTable("Room", 'annexe"."rooms')) == ""


def test_deferred_statements_follow_a_moved_table(
    migrator: Migrator,
) -> None:
    key = models.ForeignKey("annexe.Room", models.CASCADE)
    migrator.apply(
        create("Room", "rooms"),
        create("Door", "doors", ("room", key)),
        AlterModelTable("Room", '"annexe"."halls"'),
        AlterModelTable("Door", '"Annexe"."doors"'),
    )
    (name,) = (name for name in constraints('"Annexe"."doors"') if "_fk_" in name)
    assert name.endswith("_fk_halls_id")
    assert "REFERENCES annexe.halls(id)" in constraints('"Annexe"."doors"')[name]


def test_dropping_a_table_keeps_foreign_keys_of_a_table_with_the_same_name(
    migrator: Migrator,
) -> None:
    key = models.ForeignKey("annexe.Room", models.CASCADE)
    migrator.apply(create("Namesake", "rooms"), create("Room", '"annexe"."rooms"'))
    migrator.apply(create("Door", '"annexe"."doors"', ("room", key)), DeleteModel("Namesake"))
    assert [
        d for d in constraints("annexe.doors").values() if d.startswith("FOREIGN KEY (room_id)")
    ]


def test_sqlmigrate_prints_the_move(migrator: Migrator) -> None:
    migrator.apply(create("Building", '"annexe"."buildings"'), room("Room", '"annexe"."rooms"'))
    printed = migrator.sql(
        AlterModelTable("Room", '"Annexe"."halls"'),
        AlterField("Room", "name", models.CharField(max_length=50)),
    )
    assert 'ALTER TABLE "annexe"."rooms" SET SCHEMA "Annexe"; ' in printed
    assert 'ALTER TABLE "Annexe"."rooms" RENAME TO "halls";' in printed
    assert 'ALTER TABLE "Annexe"."halls" DROP CONSTRAINT "rooms_name_key";' in printed
    assert identity("annexe.rooms") is not None
