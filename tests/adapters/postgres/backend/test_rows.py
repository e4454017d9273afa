"""Rows are written and read wherever the table is."""

from django.db import models
from django.db.migrations.operations import AlterField, AlterModelTableComment
from django.db.models import Count, F, OuterRef, Subquery

from tests.adapters.postgres.temporary_tables import Migrator, create, query


def test_rows_are_made_in_bulk_with_their_keys(migrator: Migrator, rooms: str) -> None:
    model = migrator.model("Room")
    made = model.objects.bulk_create([model(name=n, code=n) for n in "abc"])
    assert [room.id for room in made] == [1, 2, 3]
    again = [model(name=n, code=n.upper()) for n in "cd"]
    model.objects.bulk_create(
        again, update_conflicts=True, unique_fields=["name"], update_fields=["code"]
    )
    assert list(model.objects.order_by("name").values_list("code", flat=True)) == [
        "a",
        "b",
        "C",
        "D",
    ]


def test_rows_are_read_by_raw_sql(migrator: Migrator, rooms: str) -> None:
    model = migrator.model("Room")
    model.objects.create(name="Hall", code="H")
    (found,) = model.objects.raw(f"SELECT id, name FROM {rooms} WHERE code = %s", ["H"])
    assert (found.name, found.code) == ("Hall", "H")


def test_rows_are_updated_and_deleted_with_joins(migrator: Migrator, rooms: str) -> None:
    model = migrator.model("Room")
    hall = model.objects.create(name="Hall", code="H", floor=1)
    model.objects.create(name="Loft", code="L", beside=hall)
    above = model.objects.filter(id=OuterRef("beside_id")).values("floor")
    model.objects.filter(beside__name="Hall").update(
        floor=Subquery(above) + 1, seats=F("floor") + 5
    )
    assert model.objects.filter(beside__floor=1).values_list("floor", "seats").get() == (2, 5)
    assert model.objects.aggregate(n=Count("beside"))["n"] == 1
    model.objects.filter(beside__code="H").delete()
    assert list(model.objects.values_list("name", flat=True)) == ["Hall"]


def test_a_many_to_many_field_has_its_table_in_the_same_schema(migrator: Migrator) -> None:
    tags = models.ManyToManyField("annexe.Tag")
    migrator.apply(create("Tag", "tags"), create("Room", '"annexe"."rooms"', ("tags", tags)))
    room = migrator.model("Room").objects.create()
    room.tags.add(migrator.model("Tag").objects.create())
    assert query("SELECT room_id, tag_id FROM annexe.rooms_tags") == [(1, 1)]


def test_comments_are_written_on_the_table_and_its_columns(migrator: Migrator, rooms: str) -> None:
    seats = models.IntegerField(null=True, db_comment="chairs, not people")
    migrator.apply(
        AlterModelTableComment("Room", "where people meet"), AlterField("Room", "seats", seats)
    )
    assert query("SELECT obj_description(%s::regclass)", rooms) == [("where people meet",)]
    sql = """
        SELECT col_description(attrelid, attnum) FROM pg_attribute
        WHERE attrelid = %s::regclass AND attname = 'seats'
    """
    assert query(sql, rooms) == [("chairs, not people",)]
