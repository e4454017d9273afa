"""A network between a service and its database that can lose packets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select

CHUNK = 65536


class Network:
    """Forwards connections; while it is `silent` it takes everything and delivers nothing.

    `forget()` does the same to the connections that exist, as a firewall does with idle ones.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.silent = False
        self._forgotten: set[int] = set()
        self._pairs: list[tuple[socket.socket, socket.socket | None]] = []
        self._ends = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def forget(self) -> None:
        self._forgotten |= {id(pair) for pair in self._pairs}

    def close(self) -> None:
        self._ends.set()
        self._listener.close()
        for pair in self._pairs:
            for each in filter(None, pair):
                each.close()

    def _accept(self) -> None:
        while not self._ends.is_set():
            with suppress(OSError):
                near, _ = self._listener.accept()
                if self.silent:
                    self._pairs.append((near, None))
                    continue
                threading.Thread(target=self._connect, args=[near], daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            near.close()
            return
        pair = (near, far)
        self._pairs.append(pair)
        with suppress(OSError, ValueError):
            self._forward(pair)
        # Packets are lost in both directions; the end of a connection does not arrive either.
        if not self._is_mute(pair):
            near.close()
            far.close()

    def _forward(self, pair: tuple[socket.socket, socket.socket]) -> None:
        other = {pair[0]: pair[1], pair[1]: pair[0]}
        while not self._ends.is_set():
            if self._is_mute(pair):
                self._ends.wait(0.02)
                continue
            for each in select(pair, [], [], 0.02)[0]:
                if self._is_mute(pair):
                    break
                data = each.recv(CHUNK)
                if not data:
                    return
                other[each].sendall(data)

    def _is_mute(self, pair: tuple[socket.socket, socket.socket]) -> bool:
        return self.silent or id(pair) in self._forgotten


@contextmanager
def network(target: int) -> Iterator[Network]:
    made = Network(target)
    try:
        yield made
    finally:
        made.close()
