"""The web server: a child process that inherits a socket on which the launcher listens."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from adapters.postgres.embedded.children import end_with_parent
from config.environment import ROOT
from config.launcher.errors import LaunchError
from config.server.lifecycle.delayed_start import HOLD_VARIABLE

HOST = "127.0.0.1"
# The backlog that gunicorn uses for its own sockets.
BACKLOG = 2048
START_TIMEOUT_SECONDS = 60
# Longer than gunicorn's timeout for running requests.
STOP_TIMEOUT_SECONDS = 8


def take_port(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine; 0 chooses a free port.

    Raises:
        LaunchError: if the port cannot be used.

    """
    try:
        return socket.create_server((HOST, port), backlog=BACKLOG)
    except OSError as error:
        raise LaunchError(
            f"cannot listen on port {port} of {HOST} ({os.strerror(error.errno or 0)}); "
            "choose another port, such as PORT=8001"
        ) from error


class Hold:
    """A web server with this `descriptor` loads its code, and waits until it is closed."""

    def __init__(self) -> None:
        self.descriptor, self._other = os.pipe()
        self._is_over = False

    def end(self) -> None:
        if not self._is_over:
            self._is_over = True
            os.close(self.descriptor)
            os.close(self._other)


@contextmanager
def hold() -> Iterator[Hold]:
    """Yield a hold that ends when the block ends, or earlier."""
    made = Hold()
    try:
        yield made
    finally:
        made.end()


@contextmanager
def web_server(
    listener: socket.socket, *, until_closed: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Serve on a listening socket, which is closed here, until the block ends.

    `until_closed` is the descriptor of a `Hold`.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    descriptors = [listener.fileno()]
    if until_closed is not None:
        environment[HOLD_VARIABLE] = str(until_closed)
        descriptors.append(until_closed)
    process = subprocess.Popen(  # noqa: S603 - the program and its arguments are ours
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"),
            *("--bind", f"fd://{listener.fileno()}"),
        ],
        stdin=subprocess.DEVNULL,
        env=environment,
        pass_fds=descriptors,
        # Ctrl-C is for the launcher, which stops this server before the database.
        start_new_session=True,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )
    # From here on only the child listens, so that connections are refused when it stops.
    listener.close()
    try:
        yield process
    finally:
        _stop(process)


def wait_until_it_answers(process: subprocess.Popen[bytes], *, port: int, path: str) -> None:
    """Return when a GET of the path returns 200.

    Raises:
        LaunchError: if the server stops, returns another status, or does not respond.

    """
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LaunchError(f"the web server failed to start, exit code {process.returncode}")
        try:
            status = _get(port, path)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            if status != http.HTTPStatus.OK:
                raise LaunchError(f"{path} returned {status} instead of 200")
            return
    raise LaunchError(f"the web server did not respond within {START_TIMEOUT_SECONDS} seconds")


def _get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=START_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
