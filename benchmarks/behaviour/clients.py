"""Clients of the trials: threads that ask again and again, and count what failed."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from benchmarks.web_servers import Server

TIMEOUT_SECONDS = 10
PATH = "/api/search/unified/?page_size=2"
PLAIN = f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
CLOSING = PLAIN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")


@dataclass
class Counts:
    """The results of requests: answered, refused before they were sent, or lost afterwards."""

    answered: int = 0
    refused: int = 0
    lost: int = 0
    slowest_ms: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def exchange(port: int, request: bytes, *, timeout: float = TIMEOUT_SECONDS) -> bytes:
    """Send a request over a new connection, and return all that comes until the end."""
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def status_of(received: bytes) -> int:
    return int(received[9:12]) if received.startswith(b"HTTP/1.1 ") else 0


def is_whole(received: bytes) -> bool:
    head, found, body = received.partition(b"\r\n\r\n")
    _, _, length = head.lower().partition(b"content-length:")
    return bool(found) and bool(length) and len(body) >= int(length.split(b"\r", 1)[0])


@contextmanager
def asking(server: Server, *, threads: int = 4) -> Iterator[Counts]:
    """Ask over new connections until the block ends."""
    counts, ends = Counts(), threading.Event()
    running = [
        threading.Thread(target=_ask, args=[server.port, counts, ends]) for _ in range(threads)
    ]
    for thread in running:
        thread.start()
    try:
        yield counts
    finally:
        ends.set()
        for thread in running:
            thread.join()


def _ask(port: int, counts: Counts, ends: threading.Event) -> None:
    while not ends.is_set():
        since = time.monotonic()
        result = _one(port)
        with counts.lock:
            counts.slowest_ms = max(counts.slowest_ms, (time.monotonic() - since) * 1000)
            setattr(counts, result, getattr(counts, result) + 1)
        if result == "refused":
            time.sleep(0.02)


def _one(port: int) -> str:
    try:
        connection = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)
    except OSError:
        return "refused"
    with connection, suppress(OSError, ValueError):
        connection.sendall(CLOSING)
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        if is_whole(received) and status_of(received) == 200:
            return "answered"
    return "lost"
