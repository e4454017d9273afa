"""Transports that send again where that is safe, within the time of the call."""

import asyncio
import time
from urllib.request import getproxies, proxy_bypass

import httpx

from .deadlines import limited, obey, seconds_left, seconds_or_none
from .memory import Memory
from .retries import delay


class PatientTransport(httpx.BaseTransport):
    def __init__(
        self, inner: httpx.BaseTransport, memory: Memory, retries: int, timeout: float | None
    ) -> None:
        self._inner, self._memory = obey(inner), memory
        self._retries, self._timeout = retries, timeout

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        key = self._memory.prepare(request)
        attempt = 0
        with limited(self._timeout):
            while True:
                _limit(request)
                try:
                    response = self._inner.handle_request(request)
                    response.read()
                    seconds = delay(request, attempt, self._retries, response)
                    if seconds is None:
                        return self._memory.answer(request, key, response)
                except httpx.TimeoutException:
                    raise
                except httpx.TransportError:
                    seconds = delay(request, attempt, self._retries)
                    if seconds is None:
                        raise
                time.sleep(seconds)
                attempt += 1

    def close(self) -> None:
        self._inner.close()


class AsyncPatientTransport(httpx.AsyncBaseTransport):
    def __init__(
        self, inner: httpx.AsyncBaseTransport, memory: Memory, retries: int, timeout: float | None
    ) -> None:
        self._inner, self._memory = inner, memory
        self._retries, self._timeout = retries, timeout

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with limited(self._timeout):
            try:
                async with asyncio.timeout(seconds_or_none()):
                    return await self._attempts(request)
            except TimeoutError as error:
                message = "The time for the whole call is over."
                raise httpx.ReadTimeout(message, request=request) from error

    async def _attempts(self, request: httpx.Request) -> httpx.Response:
        key = self._memory.prepare(request)
        attempt = 0
        while True:
            _limit(request)
            try:
                response = await self._inner.handle_async_request(request)
                await response.aread()
                seconds = delay(request, attempt, self._retries, response)
                if seconds is None:
                    return self._memory.answer(request, key, response)
            except httpx.TimeoutException:
                raise
            except httpx.TransportError:
                seconds = delay(request, attempt, self._retries)
                if seconds is None:
                    raise
            await asyncio.sleep(seconds)
            attempt += 1

    async def aclose(self) -> None:
        await self._inner.aclose()


def environment_proxy(base_url: str) -> str | None:
    """Return the proxy that the environment names for a URL, as httpx does without a transport."""
    url = httpx.URL(base_url)
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return proxy if proxy and not proxy_bypass(url.host) else None


def _limit(request: httpx.Request) -> None:
    """Let each step of the next attempt take no longer than what is left."""
    left = seconds_left()
    if left != float("inf"):
        request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), left)
