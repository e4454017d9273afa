"""The API as an object: each operation is a method that returns its data or raises an error."""

from collections.abc import Awaitable, Callable
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any, Self

import httpx

from .client import Client
from .exceptions import ConnectionFailedError, RequestTimeoutError, error_of
from .operations import AsyncOperations, Operations
from .retries import AsyncPatientTransport, PatientTransport, Policy
from .types import Response

try:
    VERSION = version("tutorial-search-client")
except PackageNotFoundError:  # used from a folder, not installed
    VERSION = "0.0.0"
FIRST_ERROR = 400


class _Session:
    """What both kinds have: a generated client with a time-out, retries and a memory."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        timeout: float = 10.0,
        retries: int = 3,
        remember: bool = True,
        user_agent: str | None = None,
        transport: Any = None,
    ) -> None:
        """Connect to the service at `base_url`.

        `token` is needed to write. `timeout` is in seconds. Reads, and writes with an
        Idempotency-Key, are tried again up to `retries` times after a 429, a 503 or a broken
        connection. `remember` keeps answers and asks the service only whether they changed.
        `user_agent` is the name of your program. `transport` is httpx's, for proxies and tests.
        """
        headers = {
            "User-Agent": " ".join(filter(None, (user_agent, f"tutorial-search-client/{VERSION}")))
        }
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._policy = Policy(retries, remember=remember)
        shared = self._transport(transport)

        def client(**hooks: Any) -> Client:
            return Client(
                base_url=base_url.rstrip("/"),
                headers=headers,
                timeout=httpx.Timeout(timeout),
                follow_redirects=True,
                httpx_args={"transport": shared, "event_hooks": hooks},
            )

        # For the plain functions, which return a problem; the methods raise it. The hook sees the
        # response before it is parsed: a proxy in between can send something that is no JSON.
        self.client = client()
        self._raising = client(response=[self._raise_refusal])

    _raise_refusal: Any

    def _transport(self, inner: Any) -> Any:
        raise NotImplementedError


class TutorialSearch(_Session, Operations):
    """The API; use it in a `with` block, or call `close()`."""

    def _transport(self, inner: httpx.BaseTransport | None) -> httpx.BaseTransport:
        return PatientTransport(inner or httpx.HTTPTransport(), self._policy)

    @staticmethod
    def _raise_refusal(response: httpx.Response) -> None:
        _check(response)

    def _run(self, operation: Callable[..., Response[Any]], **arguments: Any) -> Any:
        try:
            return operation(client=self._raising, **arguments).parsed
        except httpx.TransportError as error:
            raise _translated(error) from error

    def close(self) -> None:
        self.client.get_httpx_client().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class AsyncTutorialSearch(_Session, AsyncOperations):
    """The API for asyncio; use it in an `async with` block, or await `close()`."""

    def _transport(self, inner: httpx.AsyncBaseTransport | None) -> httpx.AsyncBaseTransport:
        return AsyncPatientTransport(inner or httpx.AsyncHTTPTransport(), self._policy)

    @staticmethod
    async def _raise_refusal(response: httpx.Response) -> None:
        _check(response)

    async def _run(
        self, operation: Callable[..., Awaitable[Response[Any]]], **arguments: Any
    ) -> Any:
        try:
            return (await operation(client=self._raising, **arguments)).parsed
        except httpx.TransportError as error:
            raise _translated(error) from error

    async def close(self) -> None:
        await self.client.get_async_httpx_client().aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def _check(response: httpx.Response) -> None:
    if response.status_code >= FIRST_ERROR:
        raise error_of(response.status_code, response.headers, response.content)


def _translated(error: httpx.TransportError) -> Exception:
    kind = (
        RequestTimeoutError if isinstance(error, httpx.TimeoutException) else ConnectionFailedError
    )
    return kind(str(error) or type(error).__name__)
