"""A statement on a connection of its own returns what an ordinary connection returns."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.connections.statement import StatementConnection, hosts

parameters = st.text("0123456789.,:;-+()[]{} ", max_size=20)


@pytest.fixture
def ask(db: None) -> Iterator[StatementConnection]:
    made = StatementConnection("SELECT $1::text || '|' || $2::text", hosts=hosts(30), seconds=30)
    yield made
    made.close()


@settings(
    derandomize=True,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parameters, parameters, st.booleans())
def test_the_value_is_that_of_an_ordinary_connection(
    ask: StatementConnection, first: str, second: str, is_first: bool
) -> None:
    with psycopg.connect(**connection.get_connection_params()) as naive:
        row = naive.execute("SELECT %s::text || '|' || %s::text", [first, second]).fetchone()

    # The first statement has its parameters as literals, behind settings.
    ask._has_answered = not is_first
    assert row == (ask.ask(first, second, seconds=30),)
