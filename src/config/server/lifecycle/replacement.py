"""Replaces all workers (SIGHUP), and keeps the old ones until the new ones are ready.

Gunicorn starts the new workers and stops the old ones at once. A new one first connects to the
database and brings its catalogue up to date: until then, no worker would accept a connection.
"""

from collections.abc import Callable
from multiprocessing import Value
from time import monotonic

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker


class Replacement:
    """Create it before the fork: the processes of a server share it."""

    def __init__(self) -> None:
        # The age (a serial number) of the last old worker, and how many new ones are ready.
        self._last_old, self._ready = Value("i", 0), Value("i", 0)
        self._deadline: float | None = None

    def attend(self, server: Arbiter) -> None:
        """Handle SIGHUP in place of gunicorn, and decide when it stops old workers."""
        stop_old = server.manage_workers
        server.manage_workers = lambda: self._manage(server, stop_old)
        server.handle_hup = lambda: self._begin(server)

    def worker_ready(self, worker: Worker) -> None:
        """Note in a worker that it is about to accept connections."""
        with self._ready.get_lock():
            if worker.age > self._last_old.value:
                self._ready.value += 1

    def _begin(self, server: Arbiter) -> None:
        """Gunicorn's own handler also reads its settings again, which cannot change here."""
        server.log.reopen_files()
        server.cfg.on_reload(server)
        with self._ready.get_lock():
            self._last_old.value, self._ready.value = server.worker_age, 0
        # Gunicorn kills a worker that has not become ready by then.
        self._deadline = monotonic() + server.cfg.timeout

    def _manage(self, server: Arbiter, stop_old: Callable[[], None]) -> None:
        if self._deadline is None or self._is_over(server, self._deadline):
            self._deadline = None
            stop_old()
            return
        new = [worker for worker in server.WORKERS.values() if worker.age > self._last_old.value]
        for _ in range(server.num_workers - len(new)):
            server.spawn_worker()

    def _is_over(self, server: Arbiter, deadline: float) -> bool:
        return self._ready.value >= server.num_workers or monotonic() > deadline
