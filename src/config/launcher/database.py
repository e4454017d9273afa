"""The database of `make run`: the one of DATABASE_URL, or an embedded server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from adapters.postgres.embedded import (
    Server,
    ServerError,
    has_data,
    packaged_binaries,
    running_url,
    start,
    start_again,
)
from config.database_url import parameters_of, without_password
from config.launcher.errors import LaunchError
from config.launcher.greeting import say
from config.launcher.settings import LaunchSettings, launch_settings

DATABASE = "tutorials"
CONNECT_TIMEOUT_SECONDS = 5


class Database:
    """A database: its URL, and its server if it is embedded."""

    def __init__(self, url: str, server: Server | None = None) -> None:
        self.url, self.server = url, server

    def look_after(self) -> None:
        """Restart the embedded server if it stopped.

        Raises:
            LaunchError: if it cannot be restarted.

        """
        if self.server is None:
            return
        if not has_data(self.server):
            raise LaunchError(f"the data folder of the database, {self.server.folder}, was deleted")
        if self.server.process.poll() is None:
            return
        try:
            self.server = start_again(self.server)
        except ServerError as error:
            raise LaunchError(
                f"the database stopped unexpectedly and cannot be restarted: {error}"
            ) from error
        say("The database stopped unexpectedly and was restarted.")


@contextmanager
def database(settings: LaunchSettings) -> Iterator[Database]:
    """Yield a running database until the block ends.

    Raises:
        LaunchError: if it cannot be started.

    """
    if settings.database_url:
        url = settings.database_url.get_secret_value()
        _check(url)
        yield Database(url)
        return
    say(f"Starting PostgreSQL in {settings.database_folder}")
    try:
        server = start(settings.database_folder, binaries=packaged_binaries())
        made = Database(server.url(DATABASE), server)
        try:
            _create_database(server.url())
            yield made
        finally:
            if made.server is not None:
                made.server.stop()
    except ServerError as error:
        raise LaunchError(str(error)) from error


def find_running_database() -> None:
    """If DATABASE_URL is not set, set it to the database of a running `make run`."""
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    url = running_url(launch_settings().database_folder, DATABASE)
    if url:
        os.environ["DATABASE_URL"] = url


def _check(url: str) -> None:
    try:
        parameters_of(url)
        psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS).close()
    except ValueError as error:
        raise LaunchError(f"DATABASE_URL: {error}") from error
    except psycopg.Error as error:
        said = without_password(" ".join(str(error).split()), url)
        raise LaunchError(f"DATABASE_URL: {said}") from None


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
