import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.inspect.classification import Relation
from adapters.postgres.schema_move.ledger.contents import Contents, contents_of
from adapters.postgres.schema_move.names import Name

pytestmark = pytest.mark.django_db
NAME = Name("public", "guarded")
TABLE = "CREATE TABLE guarded (id integer, note text); INSERT INTO guarded VALUES (1, NULL)"


def contents(cursor: CursorWrapper) -> Contents:
    cursor.execute("SELECT 'guarded'::regclass::oid")
    return contents_of(cursor, Relation(name=NAME, oid=cursor.fetchone()[0], kind="r"))


def test_all_rows_of_a_table_are_counted() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        one = contents(cursor)
        cursor.execute("UPDATE guarded SET note = ''")
        other = contents(cursor)

    assert (one.table, one.rows, other.rows) == (NAME, 1, 1)
    assert one.checksum != other.checksum


@pytest.mark.parametrize(
    "guard",
    ["ALTER TABLE guarded ENABLE ROW LEVEL SECURITY", "REVOKE SELECT ON guarded FROM PUBLIC"],
)
def test_a_table_with_hidden_rows_is_not_counted(guard: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"{TABLE}; GRANT SELECT ON guarded TO PUBLIC; {guard}")
        cursor.execute("CREATE ROLE reader_of_guarded; SET LOCAL ROLE reader_of_guarded")
        hidden = contents(cursor)
        cursor.execute("RESET ROLE")

    assert (hidden.rows, hidden.checksum) == (None, None)
