"""Fills an empty, migrated database with the catalogue, by COPY."""

import psycopg
from psycopg import sql

from benchmarks.data.rows import FIRST_ID, Filling, Row


def fill(url: str, scale: int) -> None:
    """Store the catalogue of a size in one transaction, and run ANALYZE."""
    filling = Filling()
    filling.make(scale)
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.transaction():
            for table, rows in filling.rows.items():
                _copy(connection, table, rows)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _copy(connection: psycopg.Connection, table: str, rows: list[Row]) -> None:
    name, columns = sql.Identifier("acted", table), list(rows[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        name, sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])
    connection.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
        [name.as_string(connection), FIRST_ID + len(rows)],
    )
