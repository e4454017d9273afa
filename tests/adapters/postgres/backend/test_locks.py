"""`select_for_update(of=…)` locks the rows of the tables it names, and no others."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import NotSupportedError, connection, models, transaction

from tests.adapters.postgres.temporary_tables import Migrator, create, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def doors(migrator: Migrator) -> Iterator[Any]:
    """Create a room with two doors; one door refers to the other."""
    room = models.ForeignKey("annexe.Room", models.CASCADE)
    way = models.ForeignKey("self", models.CASCADE, null=True)
    try:
        migrator.apply(
            create("Room", '"annexe"."rooms"'),
            create("Door", '"annexe"."doors"', ("room", room), ("way", way)),
        )
        first = migrator.model("Door").objects.create(room=migrator.model("Room").objects.create())
        migrator.model("Door").objects.create(room=first.room, way=first)
        yield migrator.model("Door").objects
    finally:
        run('DROP SCHEMA "annexe", "Annexe" CASCADE')


def free(table: str) -> list[int]:
    """Return the keys of the rows that another connection can lock now."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} ORDER BY id FOR UPDATE SKIP LOCKED")
            return [key for (key,) in cursor.fetchall()]
    finally:
        other.close()


@pytest.mark.parametrize(
    ("of", "free_doors", "free_rooms"),
    [
        (["self"], [1], [1]),
        (["room"], [1, 2], []),
        (["way"], [2], [1]),
        (["self", "way"], [], [1]),
        (["way__room"], [1, 2], []),
        ([], [], []),
    ],
)
def test_the_rows_of_the_named_tables_are_locked(
    doors: Any, of: list[str], free_doors: list[int], free_rooms: list[int]
) -> None:
    joined = doors.select_related("room", "way__room").filter(way__isnull=False)
    with transaction.atomic():
        assert joined.select_for_update(of=of).get().id == 2
        assert free("annexe.doors") == free_doors
        assert free("annexe.rooms") == free_rooms


def test_two_tables_with_the_same_name_are_refused(migrator: Migrator) -> None:
    room = models.ForeignKey("annexe.Room", models.CASCADE)
    try:
        migrator.apply(
            create("Room", '"annexe"."rooms"'),
            create("Flat", '"Annexe"."rooms"', ("room", room)),
        )
        flats = migrator.model("Flat").objects.select_related("room")
        with (
            transaction.atomic(),
            pytest.raises(NotSupportedError, match="two tables are called 'rooms'"),
        ):
            flats.select_for_update(of=["room"]).first()
        with transaction.atomic():
            assert flats.select_for_update().first() is None
    finally:
        run('DROP SCHEMA "annexe", "Annexe" CASCADE')
