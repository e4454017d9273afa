"""The load generator: `python -m benchmarks.load PLAN`, a process of its own.

PLAN is a JSON file: `port`, `connections`, `count` (or, instead of it, `for_seconds`), and
`requests`, a list of `{raw, status, length, digest}` in turn; `raw` is the whole request in
Latin-1. `length` and `digest` (SHA-256 in hex) of the body are compared where they are not null:
the length of every answer, the digest of every 50th. Prints one line of JSON: `seconds`, and
`latencies` in milliseconds.
"""

import hashlib
import json
import math
import selectors
import socket
import sys
import time
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 60
SAMPLE = 50
CHUNK = 1 << 18


class Wrong(Exception):
    """A response differs from the expected one."""


class Client:
    """One connection: it sends a request, reads its answer, and is then ready for the next."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wanted: dict[str, Any] = {}
        self.received = bytearray()
        self.head_end = self.end = 0
        self.since = 0.0
        # Whether the server closes the connection after this response.
        self.is_last = False

    def ask(self, wanted: dict[str, Any]) -> None:
        self.wanted, self.end = wanted, 0
        self.received.clear()
        self.since = time.perf_counter()
        self.socket.sendall(wanted["bytes"])

    def read(self) -> bool:
        """Read the available bytes; return whether the response is complete."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise Wrong("the server closed the connection")
        self.received += chunk
        if not self.end:
            self.head_end = self.received.find(b"\r\n\r\n") + 4
            if self.head_end < 4:
                return False
            self.end = self.head_end + self._length()
            self.is_last = b"\r\nconnection: close\r\n" in self.received[: self.head_end].lower()
        return len(self.received) >= self.end

    def check(self, *, closely: bool) -> None:
        """Raise `Wrong` if the response differs from the expected one."""
        status, body = int(self.received[9:12]), self.received[self.head_end :]
        if status != self.wanted["status"]:
            raise Wrong(f"status {status}: {bytes(body[:500])!r}")
        if self.wanted["length"] not in {None, len(body)}:
            raise Wrong(f"{len(body)} bytes instead of {self.wanted['length']}")
        if closely and self.wanted["digest"] not in {None, hashlib.sha256(body).hexdigest()}:
            raise Wrong("another body of the same length")

    def _length(self) -> int:
        head = bytes(self.received[: self.head_end]).lower()
        if b" 304 " in head[:16] or b" 204 " in head[:16]:
            return 0
        _, found, rest = head.partition(b"content-length:")
        if not found:
            raise Wrong("an answer without Content-Length")
        return int(rest.split(b"\r", 1)[0])


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Send requests of the plan over all connections: `count`, or those of `for_seconds`."""
    requests = [{**each, "bytes": each["raw"].encode("latin-1")} for each in plan["requests"]]
    selector, asked = selectors.DefaultSelector(), 0
    latencies: list[float] = []
    start = time.perf_counter()
    count, until = plan.get("count", math.inf), start + plan.get("for_seconds", math.inf)
    for _ in range(min(plan["connections"], plan.get("count", plan["connections"]))):
        client = Client(plan["port"])
        selector.register(client.socket, selectors.EVENT_READ, client)
        client.ask(requests[asked % len(requests)])
        asked += 1
    while len(latencies) < asked:
        ready = selector.select(TIMEOUT_SECONDS)
        if not ready:
            raise Wrong(f"no answer within {TIMEOUT_SECONDS} s")
        for key, _ in ready:
            client = key.data
            if not client.read():
                continue
            latencies.append((time.perf_counter() - client.since) * 1000)
            client.check(closely=len(latencies) % SAMPLE == 1)
            if client.is_last:
                selector.unregister(client.socket)
                client = Client(plan["port"])
                selector.register(client.socket, selectors.EVENT_READ, client)
            if asked < count and time.perf_counter() < until:
                client.ask(requests[asked % len(requests)])
                asked += 1
            else:
                selector.unregister(client.socket)
    return {"seconds": time.perf_counter() - start, "latencies": latencies}


if __name__ == "__main__":
    print(json.dumps(run(json.loads(Path(sys.argv[1]).read_text()))))
