"""The PostgreSQL that a measurement runs on: its own, or the one of DATABASE_URL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

from adapters.postgres import embedded
from config import settings
from tests.adapters.adoption.databases import new_database


@contextmanager
def scratch_database(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """Give a connection to a new, empty database, with Django set up; drop it afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.__name__
    django.setup()
    with _server() as url:
        _connect_to(url)
        with new_database(alias) as connection:
            yield connection
        connections["default"].close()


@contextmanager
def _server() -> Iterator[str]:
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        embedded.running_server(Path(folder) / "data") as server,
    ):
        yield server.url()


def _connect_to(url: str) -> None:
    default = connections.databases["default"]
    place = {"NAME" if k == "dbname" else k.upper(): v for k, v in conninfo_to_dict(url).items()}
    default.update({"PASSWORD": "", "HOST": "", "PORT": "", **place})
    default["OPTIONS"].pop("pool", None)
