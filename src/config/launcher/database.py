"""The database of `make run`: the one of DATABASE_URL, or an embedded server."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import override

import psycopg
from psycopg import sql

from adapters.postgres.embedded import (
    Server,
    ServerError,
    choose_socket_directory,
    has_data,
    packaged_binaries,
    running_url,
    start,
    start_again,
    url_of,
)
from config.environment.database_url import parameters_of, without_password
from config.launcher.errors import LaunchError
from config.launcher.greeting import say
from config.launcher.settings import LaunchSettings, launch_settings

DATABASE = "tutorials"
CONNECT_TIMEOUT_SECONDS = 5


class Database:
    """A database that is already running."""

    def __init__(self, url: str) -> None:
        self.url = url

    def start(self) -> None:
        """Do nothing."""

    def look_after(self) -> None:
        """Do nothing."""


class EmbeddedDatabase(Database):
    """A database in an embedded server. Its URL is known before the server is started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._sockets = choose_socket_directory(self._folder)
        self.server: Server | None = None
        super().__init__(url_of(self._folder, self._sockets, DATABASE))

    @override
    def start(self) -> None:
        """Start the server, and create the database if it is missing.

        Raises:
            LaunchError: if the server cannot be started.

        """
        say(f"Starting PostgreSQL in {self._folder}")
        try:
            self.server = start(
                self._folder, binaries=packaged_binaries(), socket_directory=self._sockets
            )
        except ServerError as error:
            raise LaunchError(str(error)) from error
        _create_database(self.server.url())

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if self.server is not None:
            self.server.stop()
        elif self._sockets.is_absolute():
            shutil.rmtree(self._sockets, ignore_errors=True)

    @override
    def look_after(self) -> None:
        """Restart the server if it stopped.

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
    """Yield a database, which the caller starts; stop it when the block ends.

    Raises:
        LaunchError: if DATABASE_URL names a database that cannot be reached.

    """
    if settings.database_url:
        url = settings.database_url.get_secret_value()
        _check(url)
        yield Database(url)
        return
    embedded = EmbeddedDatabase(settings.database_folder)
    try:
        yield embedded
    finally:
        embedded.stop()


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
