"""The API as an object: each operation is a method that returns its data or raises an error."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any, Self

import httpx

from .client import Client
from .deadlines import limited
from .errors import UnexpectedStatus
from .etags import remember as remember_etag
from .exceptions import UnexpectedResponseError, refusal, translated
from .memory import Memory
from .operations import AsyncOperations, Operations
from .transports import AsyncPatientTransport, PatientTransport, environment_proxy
from .types import Response

try:
    VERSION = version("tutorial-search-client")
except PackageNotFoundError:  # used from a folder, not installed
    VERSION = "0.0.0"
FIRST_ERROR = 400
# What the generated code raises for a response that is not as the document says.
NOT_AS_DOCUMENTED = (UnexpectedStatus, ValueError, KeyError, TypeError, AttributeError)
# The response to the call that is running, once it is there.
_RESPONSE: ContextVar[httpx.Response | None] = ContextVar("response", default=None)


class _Session:
    """What both kinds have: a generated client with a time-out, retries and a memory."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        timeout: float | None = 10.0,
        retries: int = 3,
        remember: bool = True,
        user_agent: str | None = None,
        transport: Any = None,
    ) -> None:
        """Connect to the service at `base_url`.

        `token` is needed to write. `timeout` is the time of a whole call in seconds, with its
        retries; None is no limit. Reads, and writes with an Idempotency-Key, are tried again up to
        `retries` times after a 429, a 503 or a broken connection. `remember` keeps responses and
        asks the service only whether they changed. `user_agent` is the name of your program.
        `transport` is one of httpx, for proxies and tests.
        """
        headers = {
            "User-Agent": " ".join(filter(None, (user_agent, f"tutorial-search-client/{VERSION}")))
        }
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._timeout, self._retries = timeout, retries
        self._memory = Memory(remember=remember)
        shared = self._transport(transport, environment_proxy(base_url))

        def client(**hooks: Any) -> Client:
            return Client(
                base_url=base_url.rstrip("/"),
                headers=headers,
                timeout=httpx.Timeout(timeout),
                follow_redirects=True,
                raise_on_unexpected_status=bool(hooks),
                httpx_args={"transport": shared, "event_hooks": hooks},
            )

        # For the plain functions, which return a problem; the methods raise it. The hook sees the
        # response before it is parsed: a proxy in between can send something that is no JSON.
        self.client = client()
        self._raising = client(response=[self._raise_refusal])

    _raise_refusal: Any

    def _transport(self, inner: Any, proxy: str | None) -> Any:
        raise NotImplementedError


class TutorialSearch(_Session, Operations):
    """The API; use it in a `with` block, or call `close()`. Threads can share it."""

    def _transport(self, inner: httpx.BaseTransport | None, proxy: str | None) -> Any:
        inner = inner or httpx.HTTPTransport(proxy=proxy)
        return PatientTransport(inner, self._memory, self._retries, self._timeout)

    @staticmethod
    def _raise_refusal(response: httpx.Response) -> None:
        _check(response)

    def _run(self, operation: Callable[..., Response[Any]], **arguments: Any) -> Any:
        with _call(self._timeout):
            return _data(operation(client=self._raising, **arguments))

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

    def _transport(self, inner: httpx.AsyncBaseTransport | None, proxy: str | None) -> Any:
        inner = inner or httpx.AsyncHTTPTransport(proxy=proxy)
        return AsyncPatientTransport(inner, self._memory, self._retries, self._timeout)

    @staticmethod
    async def _raise_refusal(response: httpx.Response) -> None:
        _check(response)

    async def _run(
        self, operation: Callable[..., Awaitable[Response[Any]]], **arguments: Any
    ) -> Any:
        with _call(self._timeout):
            return _data(await operation(client=self._raising, **arguments))

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


@contextmanager
def _call(timeout: float | None) -> Iterator[None]:
    """Limit the time of a call, and raise only errors of this package."""
    token = _RESPONSE.set(None)
    try:
        with limited(timeout):
            yield
    except httpx.RequestError as error:
        raise translated(error, timeout) from error
    except NOT_AS_DOCUMENTED as error:
        response = _RESPONSE.get()
        if response is None:
            raise  # The caller gave a wrong argument.
        raise UnexpectedResponseError(
            f"A response with status {response.status_code} is not as the API's document says."
        ) from error
    finally:
        _RESPONSE.reset(token)


def _check(response: httpx.Response) -> None:
    _RESPONSE.set(response)
    if response.status_code >= FIRST_ERROR:
        raise refusal(response.status_code, response.headers, response.content)


def _data(response: Response[Any]) -> Any:
    remember_etag(response.parsed, response.headers.get("ETag"))
    return response.parsed
