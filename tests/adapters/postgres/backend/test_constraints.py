"""Constraints are added to and removed from the named table, and no other."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import models
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AlterField,
    AlterUniqueTogether,
    RemoveConstraint,
    RemoveField,
)
from django.db.models import CheckConstraint, F, Func, Q

from tests.adapters.postgres.temporary_tables import Migrator, columns, constraints, create, indexes

TO_BUILDINGS = "FOREIGN KEY (building_id) REFERENCES annexe.buildings(id)"


def foreign_keys(table: str) -> list[str]:
    end = " DEFERRABLE INITIALLY DEFERRED"
    return [d.removesuffix(end) for d in constraints(table).values() if d.startswith("FOREIGN")]


@pytest.mark.parametrize("name", ["has_seats", "ground_floor"])
def test_a_named_constraint_is_removed(migrator: Migrator, rooms: str, name: str) -> None:
    def named() -> list[str]:
        return [n for n in (*constraints(rooms), *indexes(rooms)) if n.endswith(name)]

    (whole_name,) = named()
    migrator.apply(RemoveConstraint("Room", whole_name))
    assert not named()


def test_an_exclusion_constraint_is_added_and_removed(migrator: Migrator, rooms: str) -> None:
    span = Func(F("floor"), F("seats"), function="int4range")
    apart = ExclusionConstraint(name="apart", expressions=[(span, "&&")])
    migrator.apply(AddConstraint("Room", apart))
    assert constraints(rooms)["apart"].startswith("EXCLUDE USING gist")
    migrator.apply(RemoveConstraint("Room", "apart"))
    assert "apart" not in constraints(rooms)


def test_a_constraint_is_added_not_valid_and_validated(migrator: Migrator, rooms: str) -> None:
    low = CheckConstraint(condition=Q(floor__lt=9), name="low")
    migrator.apply(AddConstraintNotValid("Room", low))
    assert constraints(rooms)["low"] == "CHECK ((floor < 9)) NOT VALID"
    migrator.apply(ValidateConstraint("Room", "low"))
    assert constraints(rooms)["low"] == "CHECK ((floor < 9))"


def test_unique_together_is_removed_and_added(migrator: Migrator, rooms: str) -> None:
    migrator.apply(AlterUniqueTogether("Room", set()))
    assert "UNIQUE (floor, code)" not in constraints(rooms).values()
    migrator.apply(AlterUniqueTogether("Room", {("floor", "code")}))
    assert "UNIQUE (floor, code)" in constraints(rooms).values()


def test_a_positive_integer_loses_and_gets_its_check(migrator: Migrator, rooms: str) -> None:
    migrator.apply(AlterField("Room", "floor", models.IntegerField(default=0)))
    assert "CHECK ((floor >= 0))" not in constraints(rooms).values()
    migrator.apply(AlterField("Room", "floor", models.PositiveIntegerField(default=0)))
    assert "CHECK ((floor >= 0))" in constraints(rooms).values()


def test_a_foreign_key_changed_to_an_integer_loses_its_constraint_and_index(
    migrator: Migrator, rooms: str
) -> None:
    assert TO_BUILDINGS in foreign_keys(rooms)
    number = models.BigIntegerField(null=True, db_column="building_id")
    migrator.apply(AlterField("Room", "building", number))
    assert TO_BUILDINGS not in foreign_keys(rooms)
    assert not [d for d in indexes(rooms).values() if "(building_id)" in d]


def test_the_target_of_a_foreign_key_is_changed(migrator: Migrator, rooms: str) -> None:
    key = models.ForeignKey("annexe.Namesake0", models.CASCADE, null=True, db_constraint=True)
    namesake = migrator.model("Namesake0")._meta.db_table
    migrator.apply(AlterField("Room", "building", key))
    assert TO_BUILDINGS not in foreign_keys(rooms)
    (moved,) = (d for d in foreign_keys(rooms) if "(building_id)" in d)
    assert moved.split()[-1].replace('"', "") == f"{namesake}(id)".replace('"', "")


def test_a_foreign_key_is_added_and_removed(migrator: Migrator, rooms: str) -> None:
    key = models.ForeignKey("annexe.Building", models.CASCADE, null=True, related_name="+")
    migrator.apply(AddField("Room", "annexe_of", key))
    assert TO_BUILDINGS.replace("building_id", "annexe_of_id") in foreign_keys(rooms)
    migrator.apply(RemoveField("Room", "annexe_of"))
    assert "annexe_of_id" not in columns(rooms)
    assert TO_BUILDINGS in foreign_keys(rooms)


def test_a_foreign_key_with_pending_checks_is_removed(migrator: Migrator) -> None:
    for model, table in (("Door", '"annexe"."doors"'), ("Namesake", "doors")):
        key = models.ForeignKey("self", models.CASCADE, null=True)
        migrator.apply(create(model, table, ("beside", key)))
    migrator.model("Door").objects.create()
    migrator.apply(RemoveField("Door", "beside"))
    assert not foreign_keys("annexe.doors")
    assert foreign_keys("doors")


def test_the_type_of_a_key_is_changed_in_referring_tables(migrator: Migrator) -> None:
    key = models.ForeignKey("annexe.Building", models.CASCADE)
    buildings, lifts = '"annexe"."buildings"', '"Annexe"."Lifts"'
    migrator.apply(create("Building", buildings), create("Lift", lifts, ("building", key)))
    migrator.apply(AlterField("Building", "id", models.AutoField(primary_key=True)))
    assert columns(lifts)["building_id"] == "integer"
    assert foreign_keys(lifts) == [TO_BUILDINGS]
