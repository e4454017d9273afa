"""Answers that are kept and given again, before anything else is asked of a request.

What Django's own cache middleware does, but without a time-to-live: an answer is given again while
the catalogue that it was made of is the latest, which every request looks for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from weakref import ref

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.utils import timezone

from api.http.body import BodyRefused, read_body
from api.http.catalogue_response import CatalogueResponse
from api.http.conditional import S_MAXAGE, until_midnight
from api.http.request import ApiRequest, latest_catalogue
from api.http.strict_params import without_tracking
from api.rendering.gzip import accepts_gzip
from domain.search.search_index import SearchIndex

PREFIX = "/api/"
MOST_BYTES, LONGEST_QUESTION = 16 * 1024 * 1024, 1024
# What an answer takes beside its body, roughly.
OVERHEAD = 2048

type Question = tuple[str | None, str, str, bytes, bool]


@dataclass(slots=True)
class Kept:
    """The answers of one catalogue, by what was asked; they do not keep it from being forgotten."""

    catalogue: Callable[[], SearchIndex | None] = lambda: None
    answers: dict[Question, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    size: int = 0

    def keep(self, question: Question, response: HttpResponse, *, most_bytes: int) -> None:
        size = len(response.content) + OVERHEAD
        if question in self.answers or size > most_bytes:
            return
        self.answers[question] = response.content, dict(response.headers.items())
        self.size += size
        while self.size > most_bytes:
            oldest, _ = self.answers.pop(next(iter(self.answers)))
            self.size -= len(oldest) + OVERHEAD


class KeptAnswersMiddleware:
    """Keeps the latest answers of the latest catalogue, up to 16 MiB; threads can share it.

    Stands before all that only fills in what a kept answer has already. Nothing it gives can be
    stale, as one that was made of another catalogue is not given.
    """

    def __init__(
        self, get_response: Callable[[ApiRequest], HttpResponse], most_bytes: int = MOST_BYTES
    ) -> None:
        self._get_response, self._most_bytes = get_response, most_bytes
        self._kept, self._lock = Kept(), Lock()

    def __call__(self, request: ApiRequest) -> HttpResponse:
        question = _question(request)
        if question is None:
            return self._get_response(request)
        kept = self._kept
        answer = kept.answers.get(question)
        if answer is not None and _is_latest(kept.catalogue(), request):
            body, headers = answer
            response = HttpResponse(body, headers=headers)
            if S_MAXAGE in response.headers.get("Cache-Control", ""):
                # It counts from now, and the midnight that ends it is nearer than it was.
                response.headers["Cache-Control"] = until_midnight(timezone.localtime())
            return response
        response = self._get_response(request)
        if isinstance(response, CatalogueResponse):
            with self._lock:
                if self._kept.catalogue() is not response.catalogue:
                    self._kept = Kept(ref(response.catalogue))
                self._kept.keep(question, response, most_bytes=self._most_bytes)
        return response


def _question(request: ApiRequest) -> Question | None:
    """Return all that an answer depends on, or None for what is not worth keeping."""
    if not request.path_info.startswith(PREFIX):
        return None
    try:
        # Foreign hosts are refused by middleware that a kept answer passes by.
        request.get_host()
        body = read_body(request) if request.method == "POST" else b""
    except (DisallowedHost, BodyRefused):
        return None
    # Each click on an advertisement has parameters of its own, and one answer for all of them.
    query = without_tracking(request.META.get("QUERY_STRING", ""))
    if len(query) + len(body) > LONGEST_QUESTION:
        return None
    takes_gzip = accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return request.method, request.path_info, query, body, takes_gzip


def _is_latest(catalogue: SearchIndex | None, request: ApiRequest) -> bool:
    try:
        return latest_catalogue(request) is catalogue
    except Exception:  # noqa: BLE001 (the route is told the same, and answers with it)
        return False
