"""Responses to requests that only differ in their bodies: what they have in common.

A route that can respond to another body leaves a function in the WSGI environment (`ANOTHER`).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from weakref import ref

from api.http.caching.catalogue_response import Another
from config.server.gateway import Environ
from config.server.worker.request_key import Key
from config.server.worker.sent_responses import SentResponse, header_lines
from domain.search.search_index import SearchIndex

# Clients send few different headers. More of them are handled by Django.
MOST = 256


@dataclass(frozen=True, slots=True)
class Template:
    """A response without its body; `another` returns the body of a response to another body."""

    status: str
    headers: tuple[tuple[str, str], ...]
    environ: Environ
    another: Another

    def create(self, body: bytes, catalogue: SearchIndex) -> SentResponse:
        """Return the response to a request with this body.

        Raises:
            Exception: if it is not a response of this status, for example to an invalid body.

        """
        content = self.another(body, catalogue)
        changed = {"content-length": str(len(content)), "catalogue-version": catalogue.version}
        return SentResponse(
            status=self.status,
            headers=header_lines(_replaced(self.headers, changed)),
            body=content,
            environ={**self.environ, "tutorials.bytes": len(content)},
            cache_control="",
            catalogue=ref(catalogue),
        )


class Templates:
    """The templates of requests, by what they have in common; only added to by many threads."""

    def __init__(self) -> None:
        self._templates: dict[Key, Template] = {}

    def get(self, key: Key | None) -> Template | None:
        return self._templates.get(key) if key else None

    def add(self, key: Key | None, template: Template | None) -> None:
        if key and template and len(self._templates) < MOST:
            self._templates.setdefault(key, template)


class Creations[Waiting]:
    """Creates responses in other threads, and each of them once for all requests that wait for it.

    `submit` calls a function in another thread, and `defer` in the main one, which uses this class.
    `finish` is called there with the response, or None if it cannot be created, and the requests.
    """

    def __init__(
        self,
        *,
        submit: Callable[..., object],
        defer: Callable[..., None],
        finish: Callable[[SentResponse | None, list[Waiting]], None],
    ) -> None:
        self._submit, self._defer, self._finish = submit, defer, finish
        self._waiting: dict[Hashable, list[Waiting]] = {}

    def create(self, key: Hashable, work: Callable[[], SentResponse], request: Waiting) -> None:
        waiting = self._waiting.setdefault(key, [])
        waiting.append(request)
        if len(waiting) == 1:
            self._submit(self._run, key, work)

    def _run(self, key: Hashable, work: Callable[[], SentResponse]) -> None:
        response: SentResponse | None = None
        try:
            response = work()
        except Exception:  # noqa: BLE001 (Django gets the same error)
            response = None
        self._defer(self._end, key, response)

    def _end(self, key: Hashable, response: SentResponse | None) -> None:
        self._finish(response, self._waiting.pop(key))


def _replaced(
    headers: Iterable[tuple[str, str]], changed: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    return ((name, changed.get(name.lower(), value)) for name, value in headers)
