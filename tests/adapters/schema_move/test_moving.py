"""Every table is moved to its target with all its rows, from every old place."""

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.postgres.schema_move.execute.engine import apply
from adapters.postgres.schema_move.execute.revert import revert
from adapters.postgres.schema_move.report.plan import plan
from adapters.postgres.schema_move.report.verify import verify
from tests.adapters.adoption.databases import run
from tests.adapters.schema_move.places import (
    EVENTS,
    OLD_EVENTS,
    PLACES,
    TABLES,
    contents,
    parts,
    put,
    scatter,
    task,
)

MIXED = dict(zip(TABLES, ("literal dot", "plain", "half moved", "in place") * 2, strict=False))
STATES = {
    **{place: dict.fromkeys(TABLES, place) for place in PLACES},
    "mixed": MIXED,
}


@pytest.mark.parametrize(
    "state", [pytest.param(place, marks=pytest.mark.slow) for place in PLACES] + ["mixed"]
)
def test_every_table_keeps_its_rows_and_its_oid(legacy: BaseDatabaseWrapper, state: str) -> None:
    arrange(legacy, state)
    before = contents(legacy)
    names = {oid: parts(legacy, oid) for oid in before}
    certificate = apply(task(legacy))
    after = contents(legacy)
    assert {oid: total for oid, (_, total) in after.items()} == {
        oid: total for oid, (_, total) in before.items()
    }
    assert {f"adm.{table}" for table in TABLES} < {place for place, _ in after.values()}
    assert verify(task(legacy), deep=True).faults == ()
    assert plan(task(legacy)).exit_code == 0
    assert apply(task(legacy)).tables == ()
    revert(task(legacy))
    assert contents(legacy) == before
    moved = {table.inventory.oid for table in certificate.tables if table.is_moved}
    assert {oid: parts(legacy, oid) for oid in moved} == {oid: names[oid] for oid in moved}


def test_a_missing_schema_is_created_with_grants(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    put(legacy, EVENTS, OLD_EVENTS)
    run(legacy, "ALTER TABLE acted.tutorial_sessions SET SCHEMA public; DROP SCHEMA adm")
    run(legacy, 'GRANT SELECT ON public."adm.venues" TO PUBLIC')
    certificate = apply(task(legacy))
    assert certificate.grants == ('GRANT USAGE ON SCHEMA "adm" TO PUBLIC',)
    assert verify(task(legacy), deep=False).faults == ()


def arrange(connection: BaseDatabaseWrapper, state: str) -> None:
    for table, place in STATES[state].items():
        scatter(connection, place, [table])
    put(connection, EVENTS, OLD_EVENTS)
