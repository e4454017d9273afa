"""The ledger determines which moves can be reverted; no database is needed."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

from adapters.postgres.schema_move.execute.moves import move, move_back
from adapters.postgres.schema_move.inspect.inventory import (
    Inventory,
    SequenceValue,
    differences,
)
from adapters.postgres.schema_move.inspect.renames import Rename
from adapters.postgres.schema_move.ledger.certificate import Action, Certificate, MovedTable
from adapters.postgres.schema_move.ledger.ledger import Entry
from adapters.postgres.schema_move.ledger.unreverted import unreverted_moves
from adapters.postgres.schema_move.names import Name

OLD, NEW = Name("public", "adm.venues"), Name("adm", "venues")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = Rename(kind="constraint", old="adm.venues_pkey", new="venues_pkey")
LATER = Rename(kind="index", old="i", new="j")
INVENTORY = Inventory(
    oid=7,
    relfilenode=8,
    grants="{a=r/b}",
    dependants=("1259 9 0 1 a",),
    sequences=(SequenceValue(oid=9, last_value=5, is_called=True),),
)


def entry(run: int, action: Action, source: Name, target: Name, *renames: Rename) -> Entry:
    table = MovedTable(source=source, target=target, renames=renames, inventory=INVENTORY)
    certificate = Certificate(
        action=action, database="d", server="18", role="owner", started_at=NOW, tables=(table,)
    )
    return Entry(
        id=run,
        moved_at=NOW,
        role="owner",
        action=action,
        facts=asdict(certificate),
    )


def test_a_move_is_in_effect_until_it_is_reverted() -> None:
    there, back = entry(1, "apply", OLD, NEW), entry(2, "revert", NEW, OLD)
    assert [moved.source for moved in unreverted_moves([there])] == [OLD]
    assert unreverted_moves([there, back]) == ()
    assert [moved.run for moved in unreverted_moves([there, back, replace(there, id=3)])] == [3]


def test_later_renames_belong_to_the_move() -> None:
    entries = [entry(1, "apply", OLD, NEW, FIRST), entry(2, "apply", NEW, NEW, LATER)]
    (moved,) = unreverted_moves(entries)
    assert moved.renames == (FIRST, LATER)


def test_a_table_that_was_not_moved_is_omitted() -> None:
    assert unreverted_moves([entry(1, "apply", NEW, NEW, FIRST)]) == ()


def test_the_revert_reverses_the_statements() -> None:
    assert list(move(OLD, NEW)) == [
        'ALTER TABLE "public"."adm.venues" SET SCHEMA "adm"',
        'ALTER TABLE "adm"."adm.venues" RENAME TO "venues"',
    ]
    assert list(move_back(OLD, NEW)) == [
        'ALTER TABLE "adm"."venues" RENAME TO "adm.venues"',
        'ALTER TABLE "adm"."adm.venues" SET SCHEMA "public"',
    ]
    assert list(move(Name("adm", "adm.venues"), NEW)) == [
        'ALTER TABLE "adm"."adm.venues" RENAME TO "venues"'
    ]


def test_a_changed_inventory_is_detected() -> None:
    assert list(differences(INVENTORY, INVENTORY)) == []
    (value,) = INVENTORY.sequences
    counted = replace(INVENTORY, sequences=(replace(value, last_value=6),))
    assert list(differences(INVENTORY, counted)) == []
    for other in (
        replace(INVENTORY, relfilenode=9),
        replace(INVENTORY, grants=""),
        replace(INVENTORY, dependants=()),
        replace(INVENTORY, sequences=()),
        replace(INVENTORY, sequences=(replace(value, last_value=4),)),
        replace(INVENTORY, sequences=(replace(value, oid=1),)),
    ):
        assert len(list(differences(INVENTORY, other))) == 1
