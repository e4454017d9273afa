"""Replaces all workers by new ones that share the memory of the server.

A worker begins with the memory of the server. What it uses and changes is copied. If it must read
everything again, or if much of its memory is its own, it asks the server by SIGHUP. The server
reads the catalogue once for all workers, and then replaces them (`config.gunicorn.on_reload`).
"""

import os
import re
import signal
import time
from multiprocessing import Value
from pathlib import Path
from threading import Thread

ROLLUP = Path("/proc/self/smaps_rollup")
OWN = re.compile(r"^Private_(?:Clean|Dirty): +([0-9]+) kB$", re.MULTILINE)
ALL = re.compile(r"^Rss: +([0-9]+) kB$", re.MULTILINE)
# A worker asks if more than this share of its first memory, and so many MB, are its own.
MOST_SHARE, FEWEST_MEGABYTES = 0.4, 64
SECONDS_BETWEEN_LOOKS = 10.0
# Because of memory only: with each worker, its connections end and its cached responses are lost.
SECONDS_BETWEEN_RENEWALS = 60.0
# A catalogue that is read faster is read by each worker.
FEWEST_SECONDS = 1.0
# The server may be stopped or swapped out: the least time, and how many times the longest reading.
LEAST_SECONDS, READINGS = 60.0, 4


class Renewal:
    """Shared by the processes of a server; must be created before the fork."""

    def __init__(self) -> None:
        # A worker has the number of its server at the fork. All processes share `_asked`.
        self._number, self._asked = 0, Value("i", 0)
        self._renewed_at, self._reading_seconds = time.monotonic(), 0.0
        # The server of this worker.
        self._server: int | None = None

    def done(self, reading_seconds: float) -> None:
        """Note in the server that its next workers share what it has just read."""
        self._renewed_at = time.monotonic()
        # The longest one: after a renewal because of memory, only the changes were read.
        self._reading_seconds = max(self._reading_seconds, reading_seconds)
        self._number += 1
        self._asked.value = self._number

    def begin(self) -> None:
        """Let this worker ask its server from now on, also because of its memory."""
        self._server = os.getppid()
        if ROLLUP.exists():
            limit = max(_megabytes(ALL) * MOST_SHARE, FEWEST_MEGABYTES)
            Thread(target=self._watch, args=[limit], name="worker-renewal", daemon=True).start()

    def wait(self) -> None:
        """Wait for the end of this worker, if its server can read everything for all of them."""
        if self._reading_seconds >= FEWEST_SECONDS and self.ask():
            time.sleep(max(LEAST_SECONDS, self._reading_seconds * READINGS))

    def ask(self) -> bool:
        """Ask the server to replace its workers; return whether one of them has asked."""
        # Without its server, a worker is about to end.
        if self._server is None or os.getppid() != self._server:
            return False
        with self._asked.get_lock():
            is_first = self._asked.value == self._number
            if is_first:
                self._asked.value += 1
        if is_first:
            os.kill(self._server, signal.SIGHUP)
        return True

    def _watch(self, limit: float) -> None:
        while _megabytes(OWN) <= limit:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        time.sleep(max(self._renewed_at + SECONDS_BETWEEN_RENEWALS - time.monotonic(), 0))
        self.ask()


def _megabytes(pattern: re.Pattern[str]) -> float:
    return sum(map(int, pattern.findall(ROLLUP.read_text()))) / 1024
