"""The socket of a client for a request thread: it never blocks."""

import socket
from contextlib import suppress
from typing import BinaryIO

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
CHUNK = 256 * 1024


class ClientSocket:
    """Sends what the client accepts immediately, and stores the rest for later.

    A request is complete before a thread reads it, so there is nothing more to receive. The class
    has those methods of a socket that gunicorn uses.
    """

    def __init__(self, raw: socket.socket) -> None:
        raw.settimeout(0)
        self._raw = raw
        self._unsent = bytearray()

    @property
    def unsent(self) -> int:
        """The number of unsent bytes."""
        return len(self._unsent)

    def fileno(self) -> int:
        return self._raw.fileno()

    def recv(self, _size: int, _flags: int = 0) -> bytes:
        return b""

    def send(self, data: bytes) -> int:
        # A client that waits for it has already received it.
        if data != CONTINUE:
            self.sendall(data)
        return len(data)

    def sendall(self, data: bytes) -> None:
        sent = 0
        if not self._unsent:
            # Not through the buffer: most clients accept all of a response at once.
            with suppress(BlockingIOError, InterruptedError):
                sent = self._raw.send(data)
        if sent < len(data):
            self._unsent += memoryview(data)[sent:]

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> None:
        file.seek(offset)
        self.sendall(file.read(-1 if count is None else count))

    def flush(self) -> bool:
        """Send what the client accepts; return whether everything was sent.

        Raises:
            OSError: if the client has closed the connection.

        """
        with suppress(BlockingIOError, InterruptedError):
            while self._unsent:
                del self._unsent[: self._raw.send(self._unsent[:CHUNK])]
        return not self._unsent

    def receive(self) -> bytes | None:
        """Return the received data, empty at the end; None if there is none yet."""
        try:
            return self._raw.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return None

    def send_continue(self) -> None:
        """Say that the client may send its body (100 Continue)."""
        self.sendall(CONTINUE)

    def finish(self) -> None:
        """Shut down the sending side."""
        self._raw.shutdown(socket.SHUT_WR)

    def end(self) -> None:
        self._raw.close()

    def shutdown(self, _how: int) -> None:
        """Do nothing: the worker closes the connection."""

    def close(self) -> None:
        """Do nothing: the worker closes the connection."""

    def gettimeout(self) -> float:
        return 0.0

    def settimeout(self, _seconds: float | None) -> None:
        """Do nothing: no method blocks."""

    def setblocking(self, _blocking: bool) -> None:  # noqa: FBT001 (a socket's own signature)
        """Do nothing: no method blocks."""
