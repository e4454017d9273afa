"""The advice of `manage.py` after an error of the database."""

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from config.database_faults import FORBIDDEN, OTHER_SCHEMA, UNREACHABLE, remedy

AS_ANOTHER_ROLE = "CREATE ROLE without_rights; SET LOCAL ROLE without_rights; "


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT * FROM no_table", OTHER_SCHEMA),
        ("SELECT no_column FROM django_migrations", OTHER_SCHEMA),
        ("SELECT no_function()", OTHER_SCHEMA),
        ("CREATE TABLE no_schema.no_table ()", OTHER_SCHEMA),
        (AS_ANOTHER_ROLE + "SELECT * FROM django_migrations", FORBIDDEN),
        ("SELECT 1 / 0", None),
        ("SELEKT", None),
    ],
)
def test_mistakes_of_operators_are_distinguished_from_bugs(
    statement: str, expected: str | None
) -> None:
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert remedy(caught.value) == expected


def test_a_database_that_cannot_be_reached() -> None:
    assert remedy(OperationalError("connection failed")) == UNREACHABLE
