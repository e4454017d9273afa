"""The thread of a process that watches whether its database answers."""

from threading import Thread
from time import monotonic, sleep

from psycopg import Error

from adapters.postgres.connections.availability import availability
from adapters.postgres.connections.errors import NoAnswer
from adapters.postgres.connections.statement import StatementConnection, hosts

SECONDS_BETWEEN_LOOKS = 0.2
# How soon a database that is back is found, so this does not grow with the time it is away.
SECONDS_BETWEEN_TRIES = 0.1
# Together with the pause between two looks they are less than a second: a database that says
# nothing is noticed in time for those who wait for it.
ANSWER_SECONDS = 0.35
CONNECT_SECONDS = 0.4


def watch_database() -> None:
    """Begin to watch the database; call it once in a process, and not before it forks."""
    places = hosts()
    availability.is_watched = True
    Thread(target=_watch, args=[places], name="database-watch", daemon=True).start()


def _watch(places: list[bytes]) -> None:
    while True:
        began = monotonic()
        try:
            connection = StatementConnection("SELECT 1", hosts=places, seconds=CONNECT_SECONDS)
        except NoAnswer as error:
            availability.suspect(error)
        except Error as error:
            availability.lost(error)
        else:
            availability.found()
            _look_until_lost(connection)
        # A connection that was lost is made anew at once, and one that is refused is not.
        sleep(max(0, began + SECONDS_BETWEEN_TRIES - monotonic()))


def _look_until_lost(connection: StatementConnection) -> None:
    try:
        while True:
            connection.rest(seconds=SECONDS_BETWEEN_LOOKS)
            connection.ask(seconds=ANSWER_SECONDS)
            availability.found()
    except Error:
        return
    finally:
        connection.close()
