"""Checks at low cost whether anything was committed since a position."""

from contextlib import suppress
from enum import StrEnum
from threading import Lock
from time import monotonic

from django.db import connection
from psycopg import Error

from adapters.catalogue.changes.position import UNSEEN_OPEN, UNSEEN_SINCE_START, Position
from adapters.catalogue.changes.server import SERVER
from adapters.postgres.connections import NoAnswer, availability
from adapters.postgres.connections.statement import StatementConnection, hosts

_STATEMENT = """
    SELECT CASE
        WHEN {here} OPERATOR(pg_catalog.<>) {server}::pg_catalog.text THEN 'elsewhere'
        WHEN EXISTS (SELECT FROM acted.catalogue_changed WHERE {unseen_since_start})
            OR EXISTS (SELECT FROM acted.catalogue_changed WHERE {unseen_open})
        THEN 'changed'
        ELSE 'current'
    END
"""


def _statement(**places: str) -> str:
    """Return the statement with the parts of the position at these places."""
    return _STATEMENT.format(
        here=SERVER,
        unseen_since_start=UNSEEN_SINCE_START.format(**places),
        unseen_open=UNSEEN_OPEN.format(**places),
        **places,
    )


WITH_NUMBERS = _statement(server="$1", start="$2", seen="$3", open="$4")
WITH_NAMES = _statement(server="%(server)s", start="%(start)s", seen="%(seen)s", open="%(open)s")


class State(StrEnum):
    """The result of a check."""

    CURRENT = "current"
    CHANGED = "changed"
    # Another server, or the server may have lost commits.
    ELSEWHERE = "elsewhere"


class CatalogueVersion:
    """Runs the version query on a dedicated connection; one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: StatementConnection | None = None

    def state_of(self, position: Position) -> State:
        """Return whether the position has seen everything that is committed.

        Inside a transaction of the caller, the query runs in that transaction.

        Raises:
            django.db.OperationalError: if PostgreSQL cannot be reached or does not respond.

        """
        values = {
            "server": position.server,
            "start": position.start,
            "seen": position.seen,
            "open": position.open,
        }
        if connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(WITH_NAMES, values)
                return State(cursor.fetchone()[0])
        with self._lock, connection.wrap_database_errors:
            availability.refuse_all_if_silent()
            state = State(self._ask(*values.values()))
            if state == State.ELSEWHERE:
                # With several hosts, the next connection must choose again.
                self._let_go()
            return state

    def close(self) -> None:
        """Close the connection; the next query opens a new one."""
        with self._lock:
            self._let_go()

    def _ask(self, *values: str) -> str:
        if self._kept is not None:
            # A lost connection is detected only when it is used.
            with suppress(Error):
                return self._kept.ask(*values, seconds=availability.limits.check)
            self._let_go()
        return self._ask_on_a_new_connection(*values)

    def _ask_on_a_new_connection(self, *values: str) -> str:
        availability.refuse_new_if_away()
        seconds = availability.limits.answer
        until = monotonic() + seconds
        try:
            places = hosts(seconds)
            self._kept = StatementConnection(
                WITH_NUMBERS,
                hosts=places,
                seconds=max(availability.limits.check, until - monotonic()),
            )
            return self._kept.ask(
                *values, seconds=max(availability.limits.check, until - monotonic())
            )
        except Exception as error:
            self._let_go()
            if isinstance(error, NoAnswer):
                availability.suspect(error)
            raise

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
