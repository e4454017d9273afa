"""A thread that monitors the availability of the database."""

from threading import Thread
from time import monotonic, sleep

from psycopg import Error

from adapters.postgres.connections.availability import availability
from adapters.postgres.connections.errors import NoAnswer
from adapters.postgres.connections.statement import StatementConnection, hosts

SECONDS_BETWEEN_LOOKS = 0.2
# The detection time after an outage; it does not grow with the length of the outage.
SECONDS_BETWEEN_TRIES = 0.1


def watch_database() -> None:
    """Start to monitor the database; call once per process, after the fork."""
    availability.is_watched = True
    Thread(target=_watch, name="database-watch", daemon=True).start()


def _watch() -> None:
    while True:
        began = monotonic()
        try:
            seconds = availability.limits.watch_connect
            connection = StatementConnection("SELECT 1", hosts=hosts(seconds), seconds=seconds)
        except NoAnswer as error:
            availability.suspect(error)
        except Error as error:
            availability.lost(error)
        else:
            availability.found()
            _look_until_lost(connection)
        # A lost connection is replaced immediately; a refused one is not.
        sleep(max(0, began + SECONDS_BETWEEN_TRIES - monotonic()))


def _look_until_lost(connection: StatementConnection) -> None:
    try:
        # What others suspect, only a new connection can refute.
        while availability.is_available:
            connection.rest(seconds=SECONDS_BETWEEN_LOOKS)
            connection.ask(seconds=availability.limits.watch_answer)
            availability.heard()
    except Error:
        return
    finally:
        connection.close()
