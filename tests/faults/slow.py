"""Clients that send or read almost nothing, and keep their connections open."""

import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

HOST = b"Host: 127.0.0.1\r\n"
HEADER = b"GET /api/version/ HTTP/1.1\r\n" + HOST
BODY = (
    b"POST /api/search/unified/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    b"Content-Length: 5000\r\n\r\n"
)
READER = b"GET /static/api/swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\n" + HOST + b"\r\n"
SECONDS_BETWEEN_BYTES = 0.5


@contextmanager
def slow_clients(port: int, *, headers: int, bodies: int, readers: int) -> Iterator[None]:
    """Hold connections until the block ends; one that the service closes is made again."""
    over = threading.Event()
    beginnings = [HEADER] * headers + [BODY] * bodies + [READER] * readers
    with ExitStack() as stack:
        held = [_Held(stack, port, beginning) for beginning in beginnings]
        thread = threading.Thread(target=_drip, args=[held, over])
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


class _Held:
    def __init__(self, stack: ExitStack, port: int, beginning: bytes) -> None:
        self._stack, self._port, self._beginning = stack, port, beginning
        self._drops = itertools.cycle(b"X-A: a\r\n" if beginning is HEADER else b" ")
        self._connect()

    def drip(self) -> None:
        try:
            if self._beginning is READER:
                self._socket.recv(1)
            else:
                self._socket.send(bytes([next(self._drops)]))
        except BlockingIOError:
            return
        except OSError:
            self._socket.close()
            self._connect()

    def _connect(self) -> None:
        self._socket = self._stack.enter_context(socket.socket())
        # A small receive buffer, so most of a response stays in the service.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with suppress(OSError):
            self._socket.connect(("127.0.0.1", self._port))
            self._socket.send(self._beginning)
        self._socket.setblocking(False)


def _drip(held: list[_Held], over: threading.Event) -> None:
    while not over.wait(SECONDS_BETWEEN_BYTES):
        for each in held:
            each.drip()
