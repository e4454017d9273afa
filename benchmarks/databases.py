"""A PostgreSQL server of the benchmark's own, with one database for each size."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from adapters.postgres import embedded
from benchmarks.data.filling import fill
from config.environment import ROOT

# Its work would be counted for whoever is being measured; every table is vacuumed when filled.
SETTINGS = ("autovacuum=off", "max_connections=200")


@dataclass
class Databases:
    """The server, and where temporary files go; databases are made when first asked for."""

    server: embedded.Server
    folder: Path
    scales: set[int] = field(default_factory=set)

    @property
    def postgres(self) -> int:
        """The process id of the server."""
        return self.server.process.pid

    def url(self, scale: int) -> str:
        """Return the address of the database with a catalogue of so many units of size."""
        name = f"catalogue_{scale}x"
        if scale not in self.scales:
            start = time.monotonic()
            fill(self.empty(name), scale)
            self.scales.add(scale)
            sys.stderr.write(f"made {name} in {time.monotonic() - start:.0f} s\n")
        return self.server.url(name)

    def empty(self, name: str) -> str:
        """Make a migrated, empty database, and return its address."""
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        _migrate(self.server.url(name))
        return self.server.url(name)


@contextmanager
def new_databases() -> Iterator[Databases]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        embedded.running_server(Path(folder) / "postgres", settings=SETTINGS) as server,
    ):
        yield Databases(server, Path(folder))


def _migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0"],
        env=environment,
        check=True,
        timeout=300,
    )
