"""A proxy in front of the service that breaks connections in a given way."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

type Fault = Literal[
    "silent",  # accepts the request and never responds
    "slow headers",  # sends a byte of the response now and then
    "slow body",  # sends a byte of the body now and then
    "lost response",  # passes the request on, and closes the connection instead of a response
    "cut body",  # closes the connection within the body
]
SECONDS_OF_A_BYTE = 0.1
HEADERS_END = b"\r\n\r\n"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, service: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        url = urlsplit(service)
        self.service = (url.hostname or "", url.port or 80)
        self.faults = iter(faults)
        self.closing = threading.Event()


class _Connection(socketserver.BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        fault = next(self.server.faults, None)
        if fault == "silent":
            self.server.closing.wait()
            return
        with socket.create_connection(self.server.service) as service:
            threading.Thread(target=_pump, args=(self.request, service), daemon=True).start()
            if fault is None:
                _pump(service, self.request)
                return
            response = b""
            while not response.partition(HEADERS_END)[2]:
                response += service.recv(65536)
            self._send_with(fault, response)

    def _send_with(self, fault: Fault, response: bytes) -> None:
        headers, _, body = response.partition(HEADERS_END)
        if fault == "slow headers":
            self._dribble(response)
        elif fault == "slow body":
            self.request.sendall(headers + HEADERS_END)
            self._dribble(body)
        elif fault == "cut body":
            self.request.sendall(headers + HEADERS_END + body[:1])

    def _dribble(self, response: bytes) -> None:
        for byte in response:
            if self.server.closing.wait(SECONDS_OF_A_BYTE):
                return
            self.request.sendall(bytes([byte]))


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # One of the two is closed.


@contextmanager
def faulty_proxy(service: str, *faults: Fault) -> Iterator[str]:
    """Yield the URL of a proxy: its first connections have these faults, all others none."""
    with _Server(service, faults) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.closing.set()
            server.shutdown()
