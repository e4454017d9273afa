"""The sequence of a key is that of its own table, in any schema."""

import pytest
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.operations import AlterField, SeparateDatabaseAndState

from tests.adapters.postgres.temporary_tables import Migrator, columns, create, identity, query, run


def serial(migrator: Migrator, model: str, table: str) -> None:
    """Make a table whose key is a serial, as Django made them before version 4.1."""
    run(f"CREATE TABLE {table} (id serial PRIMARY KEY)")
    key = models.AutoField(primary_key=True)
    state = create(model, table)
    state.fields[0] = ("id", key)
    migrator.apply(SeparateDatabaseAndState(state_operations=[state]))


@pytest.fixture
def lifts(migrator: Migrator) -> str:
    """Create tables with the same name, and sequences with the same name, in two schemas."""
    serial(migrator, "Lift", '"annexe"."lifts"')
    serial(migrator, "Namesake", '"lifts"')
    return '"annexe"."lifts"'


def type_of_sequence(name: str) -> str:
    sql = "SELECT seqtypid::regtype::text FROM pg_sequence WHERE seqrelid = %s::regclass"
    return str(query(sql, name)[0][0])


def test_a_longer_key_has_a_longer_sequence(migrator: Migrator, lifts: str) -> None:
    migrator.apply(AlterField("Lift", "id", models.BigAutoField(primary_key=True)))
    assert columns(lifts)["id"] == "bigint"
    assert type_of_sequence("annexe.lifts_id_seq") == "bigint"
    assert type_of_sequence("lifts_id_seq") == "integer"


def test_a_serial_changed_to_an_integer_loses_its_sequence(migrator: Migrator, lifts: str) -> None:
    migrator.apply(AlterField("Lift", "id", models.IntegerField(primary_key=True)))
    assert identity("annexe.lifts_id_seq") is None
    assert identity("lifts_id_seq") is not None


def test_an_identity_is_removed_and_added(migrator: Migrator, rooms: str) -> None:
    assert columns(rooms)["id"] == "bigint identity"
    migrator.apply(AlterField("Room", "id", models.BigIntegerField(primary_key=True)))
    assert columns(rooms)["id"] == "bigint"
    migrator.apply(AlterField("Room", "id", models.BigAutoField(primary_key=True)))
    assert columns(rooms)["id"] == "bigint identity"


def test_a_sequence_is_set_after_the_highest_key(migrator: Migrator, rooms: str) -> None:
    model = migrator.model("Room")
    model.objects.create(id=41, name="Hall", code="H")
    for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
        run(sql)
    assert model.objects.create(name="Loft", code="L").id == 42


def test_a_sequence_is_reset(migrator: Migrator, rooms: str) -> None:
    model = migrator.model("Room")
    model.objects.create(name="Hall", code="H").delete()
    with connection.cursor() as cursor:
        sequences = connection.introspection.get_sequences(cursor, model._meta.db_table)
    for sql in connection.ops.sequence_reset_by_name_sql(no_style(), sequences):
        run(sql)
    assert model.objects.create(name="Loft", code="L").id == 1
