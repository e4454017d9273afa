"""The connection on which the catalogue's version is read: one prepared statement, bounded waits.

A connection of Django's pool, with its check, its cursor and a statement that is planned each
time, would cost a third of a whole search.
"""

from select import POLLIN, POLLOUT, poll

from django.db import connection
from psycopg import OperationalError
from psycopg.conninfo import make_conninfo
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, PGconn, PollingStatus
from psycopg.pq.abc import PGresult

NAME = b"catalogue_version"
OF_A_CURSOR = {"client_encoding", "context", "cursor_factory", "prepare_threshold"}
# A server that is stopped, or a network that loses packets, does not even say no.
PATIENCE_SECONDS = 5


class VersionConnection:
    """Runs one statement, which is prepared on it, and returns the one value of its answer."""

    def __init__(self, statement: str) -> None:
        self._libpq = PGconn.connect_start(_conninfo())
        try:
            self._connect()
            self._libpq.send_prepare(NAME, statement.encode())
            self._result(ExecStatus.COMMAND_OK)
        except Exception:
            self.close()
            raise

    def ask(self, *parameters: str) -> str:
        self._libpq.send_query_prepared(NAME, [value.encode() for value in parameters])
        version = self._result(ExecStatus.TUPLES_OK).get_value(0, 0)
        return (version or b"").decode()

    def close(self) -> None:
        self._libpq.finish()

    def _connect(self) -> None:
        # `PGconn.connect` holds Python's lock until the server answers: all threads would wait.
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
        if not waiting.poll(PATIENCE_SECONDS * 1000):
            raise OperationalError(f"no answer within {PATIENCE_SECONDS} seconds")


def _conninfo() -> bytes:
    parameters = connection.get_connection_params()
    of_libpq = {name: value for name, value in parameters.items() if name not in OF_A_CURSOR}
    return make_conninfo(**of_libpq).encode()
