"""A limit for the time of a whole call: retries, waiting and slow responses included.

httpx limits each read from the network. A server that sends a byte now and then never exceeds that.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from typing import Any

import httpcore
import httpx

# On the clock of `time.monotonic`.
_END: ContextVar[float | None] = ContextVar("end", default=None)


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Limit what happens in the block, unless a limit around it exists."""
    if seconds is None or _END.get() is not None:
        yield
        return
    token = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def seconds_left() -> float:
    """Return the seconds until the limit; infinity without one."""
    end = _END.get()
    return inf if end is None else max(0.0, end - time.monotonic())


def seconds_or_none() -> float | None:
    """Return the same for a function that takes None for no limit."""
    left = seconds_left()
    return None if left == inf else left


def obey(transport: httpx.BaseTransport) -> httpx.BaseTransport:
    """Let a transport of httpx keep to the limit of the call; others are returned as they are."""
    if isinstance(transport, httpx.HTTPTransport):
        # httpx has no parameter for it.
        pool = transport._pool  # noqa: SLF001
        pool._network_backend = _Backend(pool._network_backend)  # noqa: SLF001
    return transport


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _shorter(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _shorter(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _shorter(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _shorter(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _shorter(timeout: float | None, expired: type[Exception]) -> float | None:
    """Return the shorter of a time-out and what is left; raise `expired` if nothing is left."""
    left = seconds_left()
    if left <= 0:
        raise expired("The time for the whole call is over.")
    shorter = min(left, inf if timeout is None else timeout)
    return None if shorter == inf else shorter
