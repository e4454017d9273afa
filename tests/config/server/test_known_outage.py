"""A 503 that is repeated during an outage has the same form as the first one, made by Django."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import set_script_prefix
from pytest_django import DjangoDbBlocker

from config.server.gateway import Environ, Gateway
from config.server.known_outage import KnownOutage
from config.server.observation import Observed
from tests.adapters.catalogue.servers import connected

PREFIX = "/tutorials"
EVENT = "/api/tutorials/events/{}/"
IMPORTS = "/api/tutorials/imports/"
SEARCH = "/api/search/unified/"
NOWHERE = {"HOST": "127.0.0.1", "PORT": "1"}


class Service:
    """The service as gunicorn runs it, with a database that is down while `is_away`."""

    def __init__(self) -> None:
        self.django, self.ran, self.is_away = WSGIHandler(), list[str](), True
        self.watched: list[tuple[str, int]] = []
        self.known = KnownOutage(self._run, lambda: self.is_away)
        self.application = Observed(Gateway(self.known, PREFIX), [self._watch])

    def ask(self, method: str, path: str, **environ: str) -> tuple[str, dict[str, str], bytes]:
        asked: Environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "localhost"}
        asked |= {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0", **environ}
        setup_testing_defaults(asked)
        told: dict[str, Any] = {}
        body = b"".join(self.application(asked, lambda *given: told.update(given=given)))
        status, headers = told["given"]
        assert len({name for name, _ in headers}) == len(headers)
        return status, dict(headers), body

    def _run(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        self.ran.append(environ["PATH_INFO"])
        return self.django(environ, start_response)

    def _watch(self, environ: Environ, status: int, seconds: float) -> None:
        assert seconds >= 0
        self.watched.append((environ["PATH_INFO"], status))


@pytest.fixture
def service(django_db_blocker: DjangoDbBlocker) -> Iterator[Service]:
    with django_db_blocker.unblock(), connected(NOWHERE):
        yield Service()
    # The handler sets it for the thread.
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", EVENT.format("CM2")),
        ("HEAD", "/api/tutorials/events/"),
        ("GET", SEARCH),
        ("POST", IMPORTS),
        ("GET", "/api/tutorials/list/"),
        ("GET", "/api/health/ready/"),
    ],
)
def test_a_repeated_503_has_the_form_of_the_first(service: Service, method: str, path: str) -> None:
    token = {"HTTP_AUTHORIZATION": "Bearer nobody's"} if method == "POST" else {}
    status, headers, body = service.ask(method, path, **token)
    again, its_headers, its_body = service.ask(method, path, **token)

    assert service.ran == [path]
    assert service.watched == [(path, 503)] * 2
    assert (again, status) == ("503 Service Unavailable",) * 2
    assert headers.pop("X-Request-ID") != its_headers.pop("X-Request-ID")
    assert its_headers == headers
    assert headers["Retry-After"] == "2"
    assert (not body) == (not its_body) == (method == "HEAD")
    if body:
        assert {**json.loads(body), "request_id": ""} == {**json.loads(its_body), "request_id": ""}


def test_a_repeated_503_has_the_id_of_its_request(service: Service) -> None:
    service.ask("GET", EVENT.format("one"))
    path = EVENT.format("\u00e9".encode().decode("latin-1"))
    _, headers, body = service.ask("GET", f"{PREFIX}{path}", HTTP_X_REQUEST_ID="mine")

    assert service.ran == [EVENT.format("one")]
    assert headers["X-Request-ID"] == json.loads(body)["request_id"] == "mine"
    assert json.loads(body)["instance"] == f"{PREFIX}{EVENT.format('%C3%A9')}"
    assert headers["Content-Length"] == str(len(body))


def test_other_hosts_origins_schemes_and_callers_are_not_mixed_up(service: Service) -> None:
    service.ask("GET", SEARCH)
    status, _, _ = service.ask("GET", SEARCH, HTTP_HOST="elsewhere.example")
    assert status == "400 Bad Request"
    service.ask("GET", SEARCH, HTTP_ORIGIN="https://a.example")
    service.ask("GET", SEARCH, **{"wsgi.url_scheme": "https"})
    assert len(service.ran) == 4
    service.ask("POST", IMPORTS, HTTP_AUTHORIZATION="Bearer nobody's")
    assert service.ask("POST", IMPORTS)[0] == "401 Unauthorized"


def test_requests_without_the_database_and_after_the_outage_are_handled_normally(
    service: Service,
) -> None:
    for path in ("/api/version/", "/api/health/live/", SEARCH, "/admin/", "/nothing/"):
        service.ask("GET", path)
    assert service.known.covers("GET", SEARCH)
    for method, path in (
        *(("GET", "/api/version/"), ("GET", "/api/health/live/"), ("GET", "/admin/")),
        *(("GET", "/nothing/"), ("POST", SEARCH), ("GET", EVENT.format("CM2"))),
    ):
        assert not service.known.covers(method, path)

    service.is_away = False
    service.ran.clear()
    assert not service.known.covers("GET", SEARCH)
    service.ask("GET", SEARCH)
    assert service.ran == [SEARCH]
    service.is_away = True
    assert not service.known.covers("GET", SEARCH)
