"""Installed releases of the service, and clients that ask it without a pause."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config.environment import ROOT

CONFIG = "python:config.gunicorn"
LIVE, READY = "/api/health/live/", "/api/health/ready/"
SEARCH = "/api/search/unified/?page_size=1"
WRITE = "UPDATE acted.tutorial_events SET remain_space = remain_space + 1"
WORKS = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
FAILS = "#!/bin/sh\necho 'this release cannot start' >&2\nexit 3\n"


def install(folder: Path, python: str = WORKS) -> Path:
    """Make a folder look like an installed release, and return it."""
    programs = folder / ".venv-service" / "bin"
    programs.mkdir(parents=True)
    code = "import sys\nfrom gunicorn.app.wsgiapp import run\nsys.exit(run())\n"
    for name, text in (("python", python), ("gunicorn", f"#!{programs / 'python'}\n{code}")):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return folder


# systemd gives a service its socket as file descriptor 3.
WITH_SOCKET = """
import os, sys
number, *command = sys.argv[1:]
os.dup2(int(number), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(command[0], command)
"""


def start(
    release: Path, port: int, url: str, *, config: str = CONFIG, **variables: str
) -> subprocess.Popen[bytes]:
    """Start a release with a socket that already listens, as systemd does."""
    programs = release / ".venv-service" / "bin"
    command = [str(programs / "python"), str(programs / "gunicorn")]
    with socket.create_server(("127.0.0.1", port), backlog=2048) as listener:
        number = listener.fileno()
        with_socket = [sys.executable, "-c", WITH_SOCKET, str(number)]
        return subprocess.Popen(
            [*with_socket, *command, "--config", config],
            pass_fds=[number],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "src"),
                "SECRET_KEY": "a secret that guards nothing",
                "DATABASE_URL": url,
                **variables,
            },
            start_new_session=True,
        )


def until_ready(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if ask(port, READY) == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    raise AssertionError("the service did not become ready")


def ask(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        found = connection.getresponse()
        found.read()
        return found.status
    finally:
        connection.close()


class Load:
    """The number of responses, and all responses with another status than 200."""

    def __init__(self) -> None:
        self.answered = 0
        self.failures: list[str] = []
        self.is_over = threading.Event()
        self._lock = threading.Lock()

    def note(self, failure: str | None) -> None:
        with self._lock:
            self.answered += 1
            if failure:
                self.failures.append(failure)


@contextmanager
def load(port: int, url: str, *, clients: int = 4) -> Iterator[Load]:
    """Ask on a new connection each time, and change the catalogue, until the block ends."""
    seen = Load()

    def read() -> None:
        while not seen.is_over.is_set():
            try:
                status = ask(port, SEARCH)
                seen.note(None if status == 200 else str(status))
            except (OSError, http.client.HTTPException) as error:
                seen.note(repr(error))

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not seen.is_over.wait(0.05):
                connection.execute(WRITE)

    threads = [threading.Thread(target=read) for _ in range(clients)]
    threads.append(threading.Thread(target=write))
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        seen.is_over.set()
        for thread in threads:
            thread.join()
