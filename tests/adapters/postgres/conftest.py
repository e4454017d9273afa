from collections.abc import Iterator

import pytest
from django.db import connection

from tests.adapters.postgres.similar_tables import SIMILAR_TABLES, room
from tests.adapters.postgres.temporary_tables import Migrator, create, everything_of, run


@pytest.fixture
def migrator(db: None) -> Migrator:
    run('CREATE SCHEMA "annexe"')
    run('CREATE SCHEMA "Annexe"')
    return Migrator()


@pytest.fixture(params=SIMILAR_TABLES)
def rooms(request: pytest.FixtureRequest, migrator: Migrator) -> Iterator[str]:
    """Create the model Room and three more, whose tables have similar names.

    Yield the quoted name of Room's table. A test that changes it must not change the others.
    """
    table = SIMILAR_TABLES[request.param]
    migrator.apply(create("Building", '"annexe"."buildings"'), room("Room", table))
    namesakes = [other for other in SIMILAR_TABLES.values() if other != table]
    migrator.apply(*(room(f"Namesake{n}", other) for n, other in enumerate(namesakes)))
    quoted = [connection.ops.quote_name(namesake) for namesake in namesakes]
    before = [everything_of(namesake) for namesake in quoted]
    yield connection.ops.quote_name(table)
    assert [everything_of(namesake) for namesake in quoted] == before
