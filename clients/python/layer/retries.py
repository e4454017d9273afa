"""Transports that try again where that is safe, and remember answers by their ETag."""

import asyncio
import random
import re
import time
from collections import OrderedDict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

TRANSIENT = frozenset({429, 503})
READS = frozenset({"GET", "HEAD", "OPTIONS"})
# A search is a read, although it is sent with POST.
READ_PATH = re.compile(r"/api/search/unified/$")
FIRST_DELAY, LONGEST_DELAY = 0.25, 30.0
MOST_REMEMBERED = 100
# With one of these, the caller looks after the versions.
CONDITIONS = ("If-None-Match", "If-Match", "If-Modified-Since", "Range")
# They describe the bytes on the wire, not the remembered ones.
OF_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding"}


class Policy:
    """When to try again, and what is remembered; shared by both transports."""

    def __init__(self, retries: int, *, remember: bool) -> None:
        self._retries, self._remember = retries, remember
        self._known: OrderedDict[tuple[str, ...], httpx.Response] = OrderedDict()

    def delay(
        self, request: httpx.Request, attempt: int, response: httpx.Response | None = None
    ) -> float | None:
        """Return the seconds to wait before the next attempt; None if there is to be none."""
        is_repeatable = (
            request.method in READS
            or "Idempotency-Key" in request.headers
            or READ_PATH.search(request.url.path)
        )
        if attempt >= self._retries or not is_repeatable:
            return None
        if response is None:
            return _back_off(attempt)
        if response.status_code not in TRANSIENT:
            return None
        named = _retry_after(response)
        seconds = _back_off(attempt) if named is None else named
        return seconds if seconds <= LONGEST_DELAY else None

    def ask_for_changes(self, request: httpx.Request) -> tuple[str, ...] | None:
        """Add the ETag of the remembered answer; return its key if this request is remembered."""
        if not self._remember or request.method != "GET":
            return None
        if any(name in request.headers for name in CONDITIONS):
            return None
        asked = (request.headers.get(name, "") for name in ("Accept", "Authorization"))
        key = (str(request.url), *asked)
        if key in self._known:
            request.headers["If-None-Match"] = self._known[key].headers["ETag"]
        return key

    def answer(self, key: tuple[str, ...] | None, response: httpx.Response) -> httpx.Response:
        """Return the remembered answer for a 304, and remember a new one."""
        if key is None:
            return response
        known = self._known.pop(key, None)
        if known is not None and response.status_code == httpx.codes.NOT_MODIFIED:
            self._known[key] = known
            return _copy(known)
        if response.status_code == httpx.codes.OK and "ETag" in response.headers:
            self._known[key] = _copy(response)
            while len(self._known) > MOST_REMEMBERED:
                self._known.popitem(last=False)
        return response


class PatientTransport(httpx.BaseTransport):
    def __init__(self, inner: httpx.BaseTransport, policy: Policy) -> None:
        self._inner, self._policy = inner, policy

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        key = self._policy.ask_for_changes(request)
        attempt = 0
        while True:
            try:
                response = self._inner.handle_request(request)
                response.read()
                delay = self._policy.delay(request, attempt, response)
                if delay is None:
                    return self._policy.answer(key, response)
            except httpx.TimeoutException:
                raise
            except httpx.TransportError:
                delay = self._policy.delay(request, attempt)
                if delay is None:
                    raise
            time.sleep(delay)
            attempt += 1

    def close(self) -> None:
        self._inner.close()


class AsyncPatientTransport(httpx.AsyncBaseTransport):
    def __init__(self, inner: httpx.AsyncBaseTransport, policy: Policy) -> None:
        self._inner, self._policy = inner, policy

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        key = self._policy.ask_for_changes(request)
        attempt = 0
        while True:
            try:
                response = await self._inner.handle_async_request(request)
                await response.aread()
                delay = self._policy.delay(request, attempt, response)
                if delay is None:
                    return self._policy.answer(key, response)
            except httpx.TimeoutException:
                raise
            except httpx.TransportError:
                delay = self._policy.delay(request, attempt)
                if delay is None:
                    raise
            await asyncio.sleep(delay)
            attempt += 1

    async def aclose(self) -> None:
        await self._inner.aclose()


def _back_off(attempt: int) -> float:
    """Twice as long each time, and not the same for all clients of a server that is just back."""
    return float(FIRST_DELAY * 2**attempt * (0.5 + random.random() / 2))


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _copy(response: httpx.Response) -> httpx.Response:
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name.lower() not in OF_THE_WIRE
    ]
    return httpx.Response(response.status_code, headers=headers, content=response.content)
