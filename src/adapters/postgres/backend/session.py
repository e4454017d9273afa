"""The session settings, independent of the database, the role and the pooler.

PostgreSQL takes a session's settings from the server, the database, the role and whoever used
the session before. All that our statements depend on is set here, in one of two ways:

- Settings that PostgreSQL reports to its clients, and that a pooler in transaction mode therefore
  keeps for each client (PgBouncer: `DateStyle`, `standard_conforming_strings`, and the
  `client_encoding` and `TimeZone` that Django sets), are set once, after connecting.
- All others would stay behind on whichever server connection the pooler chose. They are set for
  one transaction, by `SET LOCAL` in the same message as the first statement of it.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, override

from psycopg import Connection, sql
from psycopg.errors import ActiveSqlTransaction
from psycopg.pq import TransactionStatus

from adapters.postgres.connections.limits import WITH_TRANSACTION_TIMEOUT

if TYPE_CHECKING:
    from psycopg import ClientCursor as Cursor
else:
    # With the attributes that Django adds, which the type stubs lack.
    from django.db.backends.postgresql.base import Cursor

PER_CLIENT = {"standard_conforming_strings": "on", "DateStyle": "ISO, MDY"}
PER_TRANSACTION = {
    # First, because it changes how the search path is parsed.
    "quote_all_identifiers": "off",
    "search_path": "public",
    # Timeouts. A request has a statement timeout, a command has none.
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    # The text format of values.
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "xmloption": "content",
    "array_nulls": "on",
    "backslash_quote": "safe_encoding",
    # The meaning of statements.
    "transform_null_equals": "off",
    "row_security": "on",
    # The properties of new tables.
    "default_tablespace": "''",
    "default_table_access_method": "heap",
}
# Requires superuser or a granted privilege. `replica` disables triggers and foreign keys.
REPLICATION_ROLE = """
    SELECT pg_catalog.current_setting('session_replication_role') <> 'origin' AND (
        SELECT rolsuper OR pg_catalog.has_parameter_privilege('session_replication_role', 'SET')
        FROM pg_catalog.pg_roles WHERE rolname = current_user
    )
"""

# Further settings of each transaction that begins, such as who writes. Their names have a prefix,
# and their values are arbitrary text.
TRANSACTION_SETTINGS: ContextVar[Mapping[str, str]] = ContextVar(
    "settings", default=MappingProxyType({})
)


def configure(connection: Connection[Any], statement_timeout_seconds: int) -> None:
    """Set the session settings, and store the start of each transaction."""
    start = partial(
        transaction_start,
        server_version=connection.info.server_version,
        is_standby=connection.info.parameter_status("in_hot_standby") == "on",
        statement_timeout_seconds=statement_timeout_seconds,
    )
    connection.transaction_start = start()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for name, value in PER_CLIENT.items():
            cursor.execute(f"SET {name} = {value}")
        if cursor.execute(REPLICATION_ROLE).fetchone() == (True,):
            connection.transaction_start = start(resets_replication_role=True)  # type: ignore[attr-defined]


@cache
def transaction_start(
    *,
    server_version: int,
    is_standby: bool,
    statement_timeout_seconds: int,
    resets_replication_role: bool = False,
) -> tuple[str, int]:
    """Return the SQL that starts a transaction, and its number of statements.

    A timeout of 0 seconds is none. Nothing here takes a snapshot, so that what follows may still
    set another isolation level.
    """
    # A standby rejects READ WRITE.
    access = "" if is_standby else ", READ WRITE"
    # The timeouts first, because those of the database apply until then.
    settings = {"statement_timeout": f"'{statement_timeout_seconds}s'"}
    if server_version >= WITH_TRANSACTION_TIMEOUT:
        settings["transaction_timeout"] = "0"
    settings |= PER_TRANSACTION
    if resets_replication_role:
        settings["session_replication_role"] = "origin"
    statements = [
        *(f"SET LOCAL {name} = {value}" for name, value in settings.items()),
        f"SET TRANSACTION ISOLATION LEVEL READ COMMITTED{access}",
    ]
    return "; ".join(statements) + ";\n", len(statements)


class PinnedCursor(Cursor):
    """Sends the start of a transaction and its first statement in one message.

    A message of several statements is a transaction of its own where none is open, so the start
    also reaches a statement in autocommit mode, and ends with it.
    """

    @override
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        start = getattr(self.connection, "transaction_start", None)
        if not (start and query) or self._is_in_transaction():
            return super().execute(query, params, **options)
        settings, count = start
        for name, value in TRANSACTION_SETTINGS.get().items():
            settings += f"SET LOCAL {name} = {_literal(value, in_template=params is not None)};\n"
            count += 1
        if self._begins:
            settings, count = f"BEGIN; {settings}", count + 1
        try:
            super().execute(_joined(settings, query), params, **options)
        except ActiveSqlTransaction:
            # CREATE DATABASE, VACUUM, CREATE INDEX CONCURRENTLY: rejected before any effect.
            if self._begins:
                raise
            return super().execute(query, params, **options)
        return self.set_result(count)

    @override
    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        if self._begins and not self._is_in_transaction():
            self.execute("SELECT")
        super().executemany(query, params_seq, **options)

    def _is_in_transaction(self) -> bool:
        return self.connection.info.transaction_status != TransactionStatus.IDLE

    @property
    def _begins(self) -> bool:
        return getattr(self.connection, "begins", False)


def _literal(text: str, *, in_template: bool) -> str:
    """Return a text as SQL; psycopg fills in parameters where a template has a percent sign."""
    quoted = text.replace("'", "''")
    return f"'{quoted.replace('%', '%%') if in_template else quoted}'"


def _joined(settings: str, query: Any) -> Any:
    if isinstance(query, str):
        return settings + query
    if isinstance(query, bytes):
        return settings.encode() + query
    return sql.SQL(settings) + query
