"""The trials of a web server that runs the service; each returns what it found, in a few words."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from benchmarks import cpu
from benchmarks.behaviour.clients import (
    CLOSING,
    PATH,
    PLAIN,
    Counts,
    asking,
    exchange,
    is_whole,
    status_of,
)
from benchmarks.bench import Bench
from benchmarks.web_servers import Server

SECONDS, SLOW_CLIENTS, STOP_SECONDS, WARM_UP = 3, 200, 12, 8

type Trials = dict[str, Callable[[Server, str], str]]
# What makes the server load its code again; None where it has no such signal.
RELOADS = {
    "": signal.SIGUSR2,
    "gthread": signal.SIGUSR2,
    "granian": signal.SIGHUP,
    "uvicorn": signal.SIGHUP,
}


def try_all(bench: Bench, by: str) -> dict[str, str]:
    """Return the result of every trial for a server."""
    return {
        title: result
        for trials in (GENTLE, KILLING, RELOADING, STOPPING)
        for title, result in _tried(bench, by, trials)
    }


def _tried(bench: Bench, by: str, trials: Trials) -> Iterator[tuple[str, str]]:
    with bench.serving("ours", 1, by=by) as server:
        for _ in range(WARM_UP):
            exchange(server.port, CLOSING, timeout=60)
        for title, trial in trials.items():
            try:
                yield title, trial(server, by)
            except OSError as error:
                yield title, f"fails: {type(error).__name__}"


def kill_a_worker(server: Server, _by: str) -> str:
    """Kill a process under load, and look whether another takes its place."""
    workers = cpu.tree(server.pid) - {server.pid}
    if not workers:
        return "has no workers"
    before = len(workers)
    with asking(server) as counts:
        time.sleep(1)
        os.kill(max(workers), signal.SIGKILL)
        time.sleep(SECONDS)
    left = len(cpu.tree(server.pid) - {server.pid})
    return f"{_told(counts)}; {left} of {before} workers {SECONDS} s later"


def stop(server: Server, _by: str) -> str:
    """Stop the server under load: what was accepted should be answered, the rest refused."""
    with asking(server, threads=8) as counts:
        time.sleep(1)
        os.kill(server.pid, signal.SIGTERM)
        seconds = _seconds_until_ended(server)
    return f"{_told(counts)}; ended after {seconds}"


def reload(server: Server, by: str) -> str:
    """Reload under load: no request should fail."""
    if by not in RELOADS:
        return "has no reload"
    with asking(server) as counts:
        time.sleep(1)
        os.kill(server.pid, RELOADS[by])
        time.sleep(3 * SECONDS)
    return _told(counts)


def slow_senders(server: Server, _by: str) -> str:
    """Hold many connections that send a request byte by byte, and ask beside them."""
    return _beside(server, PLAIN[:-2], every=0.5)


def slow_readers(server: Server, _by: str) -> str:
    """Hold many connections that ask for a large page and read nothing, and ask beside them."""
    large = PLAIN.replace(b"page_size=2", b"page_size=100")
    return _beside(server, large * 20, every=0)


def broken_off(server: Server, _by: str) -> str:
    """Begin many requests and close them in the middle, some with a reset."""
    with asking(server, threads=2) as counts:
        for number in range(SLOW_CLIENTS):
            with suppress(OSError), _connected(server) as connection:
                if number % 2:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                connection.sendall(PLAIN[: number % len(PLAIN)])
    return _told(counts)


def long_link(server: Server, _by: str) -> str:
    """Ask with a link of 60 KB, and with one of 80 KB, which should be refused."""
    sizes = {size: _get(server, f"{PATH}&q=a&utm_x={'x' * size}") for size in (60_000, 80_000)}
    return ", ".join(f"{size // 1000} KB: {status}" for size, status in sizes.items())


def many_headers(server: Server, _by: str) -> str:
    """Ask with 90 headers, and with one of 9 KB."""
    many = "".join(f"X-{number}: 1\r\n" for number in range(90))
    found = {"90": _get(server, PATH, many), "9 KB": _get(server, PATH, f"X: {'x' * 9000}\r\n")}
    return ", ".join(f"{what}: {status}" for what, status in found.items())


def pipelining(server: Server, _by: str) -> str:
    """Send five requests at once."""
    received = exchange(server.port, PLAIN * 4 + CLOSING)
    return f"{received.count(b'HTTP/1.1 200')} of 5 answered"


def malformed(server: Server, _by: str) -> str:
    """Send what HTTP forbids; the API answers problems as JSON."""
    received = exchange(server.port, b"GET / HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n")
    return f"{status_of(received)}, {'a problem' if b'problem+json' in received else 'no problem'}"


# One server has all of these, and each of the others one of its own.
GENTLE: Trials = {
    "200 clients that send slowly": slow_senders,
    "200 clients that read nothing": slow_readers,
    "200 requests that break off": broken_off,
    "links of 60 and 80 KB": long_link,
    "90 headers, one of 9 KB": many_headers,
    "pipelining": pipelining,
    "malformed HTTP": malformed,
}
KILLING: Trials = {"`kill -9` of a worker": kill_a_worker}
RELOADING: Trials = {"reload under load": reload}
STOPPING: Trials = {"SIGTERM under load": stop}


def _told(counts: Counts) -> str:
    slowest = f"slowest {counts.slowest_ms:.0f} ms"
    return f"{counts.answered} answered, {counts.lost} lost, {counts.refused} refused, {slowest}"


def _beside(server: Server, request: bytes, *, every: float) -> str:
    held = [_connected(server) for _ in range(SLOW_CLIENTS)]
    try:
        for number, connection in enumerate(held):
            connection.settimeout(0)
            with suppress(OSError):
                connection.send(request[: number % 20 + 1] if every else request)
        with asking(server) as counts:
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                for connection in held if every else ():
                    with suppress(OSError):
                        connection.send(b"x")
                time.sleep(every or SECONDS)
    finally:
        for connection in held:
            connection.close()
    return _told(counts)


def _connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


def _get(server: Server, target: str, headers: str = "") -> int:
    request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Connection: close\r\n\r\n"
    received = exchange(server.port, request.encode())
    return status_of(received) if is_whole(received) or b"\r\n\r\n" in received else 0


def _seconds_until_ended(server: Server) -> str:
    since = time.monotonic()
    while time.monotonic() < since + STOP_SECONDS:
        with suppress(ChildProcessError):
            if os.waitpid(server.pid, os.WNOHANG)[0]:
                return f"{time.monotonic() - since:.1f} s"
        time.sleep(0.05)
    return f"more than {STOP_SECONDS} s"
