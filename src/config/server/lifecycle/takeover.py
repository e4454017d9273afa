"""Reload in place: a new server takes over the socket of the running one (SIGUSR2).

Gunicorn starts the new server in addition to the old one, on the same socket. This module stops the
old one as soon as every process of the new one has built its index. If the new one cannot start, it
stops, and the old one continues.
"""

import os
import signal
import sys
from contextlib import suppress
from fcntl import F_DUPFD, fcntl
from multiprocessing import Value
from pathlib import Path

from gunicorn import systemd
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker


class Takeover:
    """Create it before the fork: the processes of a server share it."""

    def __init__(self) -> None:
        # Set by gunicorn for a server that another one has started.
        self._old = int(os.environ.get("GUNICORN_PID", "0"))
        self._ready = Value("i", 0)

    def starting(self, server: Arbiter) -> None:
        """Make a reload start the program at the path of this one.

        The path can contain a symbolic link to the current release, which may have changed.
        """
        if os.getppid() != self._old:
            self._old = 0
        python = Path(sys.argv[0]).absolute().with_name("python")
        if python.exists():
            server.START_CTX[0] = server.START_CTX["args"][0] = str(python)

    def executing(self, server: Arbiter) -> None:
        """Hand over the sockets of systemd to the new server, in the process that becomes it.

        The new server expects them from file descriptor 3 on, as systemd numbers them, but gunicorn
        has moved them and closed these numbers.
        """
        if not server.systemd:
            return
        first = systemd.SD_LISTEN_FDS_START
        # Out of the way first: the number of one can be the new number of another.
        above = first + len(server.LISTENERS)
        copies = [fcntl(listener.fileno(), F_DUPFD, above) for listener in server.LISTENERS]
        for number, copy in enumerate(copies, first):
            os.dup2(copy, number)

    def worker_ready(self, worker: Worker) -> None:
        """Stop the old server if this is the last process of the new one to become ready."""
        with self._ready.get_lock():
            self._ready.value += 1
            is_last = self._ready.value == worker.cfg.workers
        if self._old and is_last:
            # If systemd started the old server, it now has to monitor the new one.
            systemd.sd_notify(f"MAINPID={os.getppid()}", worker.log)
            with suppress(ProcessLookupError):
                os.kill(self._old, signal.SIGTERM)
