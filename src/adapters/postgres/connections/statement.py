"""A connection for one frequent statement, with timeouts.

The naive equivalent is `cursor.execute(statement, parameters)` on a connection of Django's pool.
Its check, its cursor and its transaction cost a third of a whole search. psycopg has no time limit
for a server that does not respond, so libpq is polled here, with a limit for each statement.
"""

from collections.abc import Sequence
from select import POLLIN, POLLOUT, poll
from time import monotonic

from django.db import connection
from psycopg import Error, OperationalError
from psycopg.conninfo import make_conninfo
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, PGconn, PollingStatus
from psycopg.pq.abc import PGresult

from adapters.postgres.connections.errors import NoAnswer
from adapters.postgres.connections.hosts import places
from adapters.postgres.connections.limits import WITH_TRANSACTION_TIMEOUT

# Used if settings of the database or the role make the statement fail. Not sent each time, because
# it would increase the cost by a quarter.
START = (
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = '5s'; "
    "SET LOCAL lock_timeout = 0; SET LOCAL search_path = public; "
)
OF_PSYCOPG = {"client_encoding", "context", "cursor_factory", "prepare_threshold"}


class StatementConnection:
    """Runs one statement and returns its single value.

    It leaves nothing in the session. With a pooler in transaction mode, each transaction can run in
    another session, in which a prepared statement would be missing or belong to another client. The
    statement has its parameters as `$1`, `$2` and so on; they are digits and punctuation, but never
    a quote or `$`.
    """

    def __init__(self, statement: str, *, hosts: Sequence[bytes], seconds: float) -> None:
        """Connect to the first available host; the timeout is divided between the hosts."""
        self._statement, self._has_answered = statement, False
        for number, conninfo in enumerate(hosts, 1):
            try:
                self._connect_to(conninfo, seconds / len(hosts))
            except OperationalError:
                if number == len(hosts):
                    raise
            else:
                return

    def _connect_to(self, conninfo: bytes, seconds: float) -> None:
        self._until, self._seconds = monotonic() + seconds, seconds
        self._libpq = PGconn.connect_start(conninfo)
        try:
            self._connect()
        except Exception:
            self.close()
            raise

    def ask(self, *parameters: str, seconds: float) -> str:
        """Return the value.

        Raises:
            NoAnswer: if there is no response in time; the connection cannot be used any more.
            psycopg.Error: if PostgreSQL returns an error or closes the connection.

        """
        self._until, self._seconds = monotonic() + seconds, seconds
        if self._has_answered:
            try:
                values = [value.encode() for value in parameters]
                self._libpq.send_query_params(self._statement.encode(), values)
                return self._value()
            except Error as error:
                said_by_the_server = error.sqlstate and self._libpq.status == ConnStatus.OK
                if not said_by_the_server:
                    raise
        self._libpq.send_query(self._with_settings(parameters).encode())
        value = self._value()
        self._has_answered = True
        return value

    def rest(self, *, seconds: float) -> None:
        """Return after a number of seconds, or when PostgreSQL closes the connection."""
        waiting = poll()
        waiting.register(self._libpq.socket, POLLIN)
        waiting.poll(seconds * 1000)

    def close(self) -> None:
        self._libpq.finish()

    def _with_settings(self, parameters: Sequence[str]) -> str:
        """Return the statement with its settings; parameters become literals."""
        statement = self._statement
        for number, value in enumerate(parameters, 1):
            statement = statement.replace(f"${number}", f"'{value}'")
        newer = self._libpq.server_version >= WITH_TRANSACTION_TIMEOUT
        return START + ("SET LOCAL transaction_timeout = 0; " if newer else "") + statement

    def _value(self) -> str:
        return (self._result(ExecStatus.TUPLES_OK).get_value(0, 0) or b"").decode()

    def _connect(self) -> None:
        # `PGconn.connect` holds the GIL until the server responds and would block all threads.
        while (wanted := self._libpq.connect_poll()) != PollingStatus.OK:
            if wanted == PollingStatus.FAILED:
                raise OperationalError(self._libpq.get_error_message())
            self._wait(POLLIN if wanted == PollingStatus.READING else POLLOUT)

    def _result(self, wanted: ExecStatus) -> PGresult:
        found = None
        while result := self._next_result():
            found = result
        if found is not None and found.status == wanted:
            return found
        if found is None or self._libpq.status != ConnStatus.OK:
            raise OperationalError(self._libpq.get_error_message())
        raise error_from_result(found)

    def _next_result(self) -> PGresult | None:
        while self._libpq.is_busy():
            self._wait(POLLIN)
            self._libpq.consume_input()
        return self._libpq.get_result()

    def _wait(self, event: int) -> None:
        waiting = poll()
        waiting.register(self._libpq.socket, event)
        if not waiting.poll(max(0, self._until - monotonic()) * 1000):
            raise NoAnswer(self._seconds)


def hosts(seconds: float) -> list[bytes]:
    """Return the libpq connection parameters for each address of Django's settings.

    libpq itself tries the next host if one refuses the connection, but not if it does not respond.

    Raises:
        psycopg.OperationalError: if no host has an address after so many seconds.

    """
    parameters = connection.get_connection_params()
    of_libpq = {name: value for name, value in parameters.items() if name not in OF_PSYCOPG}
    return [
        make_conninfo(**{**of_libpq, **place}).encode() for place in places(parameters, seconds)
    ]
