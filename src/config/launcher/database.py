"""Which database to use: the one that DATABASE_URL names, or one of our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from adapters.postgres.embedded import ServerError, running_server, running_url
from config.launcher.errors import LaunchError
from config.launcher.settings import LaunchSettings, launch_settings

DATABASE = "tutorials"
CONNECT_TIMEOUT_SECONDS = 5


@contextmanager
def database(settings: LaunchSettings) -> Iterator[str]:
    """Yield the address of a database that answers, until the block ends.

    Raises:
        LaunchError: when it does not.

    """
    if settings.database_url:
        url = settings.database_url.get_secret_value()
        _check(url)
        yield url
        return
    try:
        with running_server(settings.database_folder) as server:
            _create_database(server.url())
            yield server.url(DATABASE)
    except ServerError as error:
        raise LaunchError(str(error)) from error


def find_running_database() -> None:
    """Set DATABASE_URL, where it is not set, to the database that `make run` is running on."""
    if os.environ.get("DATABASE_URL"):
        return
    url = running_url(launch_settings().database_folder, DATABASE)
    if url:
        os.environ["DATABASE_URL"] = url


def _check(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=CONNECT_TIMEOUT_SECONDS).close()
    except psycopg.Error as error:
        raise LaunchError(f"DATABASE_URL: {' '.join(str(error).split())}") from error


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
