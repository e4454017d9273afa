"""Starting ours and the peers, each under its server, on a free port of this machine."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from adapters.postgres.embedded.children import end_with_parent
from config.environment import ROOT

START_TIMEOUT_SECONDS = 120
STOP_TIMEOUT_SECONDS = 10
GUNICORN = ("gunicorn", "--bind", "fd://{fd}", "--config")
OURS, PEERS = (*GUNICORN, "python:config.gunicorn"), (*GUNICORN, "python:benchmarks.peers.gunicorn")
# Other servers than gunicorn, for the application of ours and of the Django peers. Each has two
# processes, or as many threads in one.
APPLICATION = "config.wsgi:application"
OTHERS = {
    "gthread": (*OURS, "--worker-class", "gthread"),
    "granian": (
        *("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}"),
        *("--workers", "2", "--blocking-threads", "8", "--backpressure", "256", "--no-ws"),
        *("--http", "1", "--respawn-failed-workers", "--log-level", "warning", APPLICATION),
    ),
    "uvicorn": (
        *("uvicorn", "--interface", "wsgi", "--fd", "{fd}", "--workers", "2"),
        *("--log-level", "warning", "--no-access-log", APPLICATION),
    ),
    "hypercorn": ("hypercorn", "--bind", "fd://{fd}", "--workers", "2", f"wsgi:{APPLICATION}"),
    "cheroot": ("cheroot", "--bind", "127.0.0.1:{port}", "--threads", "16", APPLICATION),
    "waitress": ("waitress", "--listen=127.0.0.1:{port}", "--threads=16", APPLICATION),
}
# Django behind a server in Rust, with routes of its own.
BOLT = (
    *("django", "runbolt", "--host", "127.0.0.1", "--port", "{port}"),
    *("--processes", "2", "--no-admin", "--skip-checks"),
)
UVICORN = (
    *("uvicorn", "benchmarks.peers.fastapi_sqlalchemy:app", "--fd", "{fd}", "--workers", "2"),
    *("--log-level", "warning", "--no-access-log"),
)


class ServerEnded(Exception):
    """A server did not start, or ended."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `started_ms` is how long it took until it answered."""

    name: str
    pid: int
    port: int
    started_ms: float


@contextmanager
def serving(
    name: str,
    *,
    url: str,
    log: Path,
    answer: Path | None = None,
    variables: Mapping[str, str] | None = None,
    by: str = "",
) -> Iterator[Server]:
    """Run ours or a peer on a database until the block ends; a peer is given ours' answer.

    `by` names one of `OTHERS`, to run it by another server.

    Raises:
        ServerEnded: when it does not start; what it wrote to its log is in the message.

    """
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    port, descriptor = listener.getsockname()[1], listener.fileno()
    command = OTHERS.get(by) or {"ours": OURS, "fastapi": UVICORN, "bolt": BOLT}.get(name, PEERS)
    takes_socket = any("{fd}" in part for part in command)
    if not takes_socket:
        listener.close()
    since = time.monotonic()
    with log.open("ab") as output:
        environment = _environment(name, url, answer) | dict(variables or {})
        process = _start(command, port, descriptor if takes_socket else None, environment, output)
    listener.close()
    try:
        _wait(process, name, port)
        yield Server(name, process.pid, port, (time.monotonic() - since) * 1000)
    except ServerEnded as error:
        raise ServerEnded(f"{error}\n{log.read_text(errors='replace')[-4000:]}") from None
    finally:
        _stop(process)


def _start(
    command: tuple[str, ...],
    port: int,
    descriptor: int | None,
    environment: dict[str, str],
    output: IO[bytes],
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *(part.format(fd=descriptor, port=port) for part in command)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=environment,
        cwd=ROOT,
        pass_fds=[] if descriptor is None else [descriptor],
        # Ctrl-C is for the benchmark, which stops this server before the database.
        start_new_session=True,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )


def _environment(name: str, url: str, answer: Path | None) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": "a secret that guards nothing",
        "PYTHONPATH": path,
    }
    if name == "ours":
        return {**environment, "DJANGO_SETTINGS_MODULE": "config.settings"}
    settings = "bolt_settings" if name == "bolt" else "settings"
    return {
        **environment,
        "DJANGO_SETTINGS_MODULE": f"benchmarks.peers.{settings}",
        "BENCH_PEER": name,
        "BENCH_ANSWER": str(answer),
    }


def _wait(process: subprocess.Popen[bytes], name: str, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerEnded(f"{name} ended as it started, with exit {process.returncode}")
        if _is_ready(name, port):
            return
        time.sleep(0.01)
    raise ServerEnded(f"{name} did not answer for {START_TIMEOUT_SECONDS} s")


def _is_ready(name: str, port: int) -> bool:
    """Whether ours says that it is ready, or a peer says anything at all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/api/health/ready/")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return status == http.HTTPStatus.OK if name == "ours" else True


def _stop(process: subprocess.Popen[bytes]) -> None:
    # Not SIGTERM: nobody waits for an answer any more.
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
