"""The content of the log lines about a request."""

import json
import logging
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections

from adapters.administrate.repository import DjangoReferenceData
from config.environment import Environment, environment
from config.logs import logging_settings, redaction
from config.logs.formatters import JsonFormatter, TextFormatter
from config.server.gateway import Gateway
from config.server.observation import Observed, log_access

pytestmark = pytest.mark.django_db
ID = "from-the-client"


def ask(method: str, path: str, body: bytes = b"", **variables: str) -> dict[str, str]:
    """Send a request through the whole application; return the response's headers."""
    headers: dict[str, str] = {}
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_X_REQUEST_ID": ID,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        **variables,
    }

    def started(status: str, given: list[tuple[str, str]], *_: object) -> None:
        headers.update(given, status=status)

    # As Django's own test client does: the connection belongs to the test.
    request_started.disconnect(close_old_connections)
    try:
        b"".join(Observed(Gateway(WSGIHandler(), ""), [log_access])(environ, started))
    finally:
        request_started.connect(close_old_connections)
    return headers


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/nothing/", b"", 404),
        ("POST", "/api/version/", b"", 405),
        ("POST", "/api/search/unified/", b"{", 400),
        ("POST", "/api/search/unified/", b'{"pagination": {"page": -1}}', 422),
        ("GET", "/api/tutorials/events/?page=none", b"", 422),
    ],
)
def test_a_refused_request_is_information_and_has_its_id(
    caplog: pytest.LogCaptureFixture, method: str, path: str, body: bytes, status: int
) -> None:
    path, _, query = path.partition("?")
    with caplog.at_level(logging.INFO):
        headers = ask(method, path, body, QUERY_STRING=query)

    assert headers["status"].startswith(str(status))
    assert headers["X-Request-ID"] == ID
    (record,) = [each for each in caplog.records if each.name == "django.request"]
    assert (record.levelname, record.request_id, record.status_code) == ("INFO", ID, status)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "level"),
    [(OperationalError("away"), "WARNING"), (RuntimeError("a bug"), "ERROR")],
    ids=["no database", "a bug"],
)
def test_a_request_that_failed_is_logged_once(
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    level: str,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(DjangoReferenceData, "page", fail)
    ask("GET", "/api/administrate/venues/")

    assert [(record.levelname, record.name) for record in caplog.records][:-1] == [
        (level, "api.http.problems")
    ]


def test_a_request_without_a_host_is_in_the_log_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        headers = ask("GET", "/api/version/", HTTP_HOST="")

    assert headers["X-Request-ID"] == ID
    assert ID in {each.request_id for each in caplog.records}  # type: ignore[attr-defined]


def test_the_access_log_has_neither_query_nor_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "access"):
        ask(
            "GET", "/api/version/", QUERY_STRING="utm_source=me@home.example", REMOTE_ADDR="9.9.9.9"
        )

    (record,) = [each for each in caplog.records if each.name == "access"]
    for line in (TextFormatter().format(record), JsonFormatter().format(record)):
        assert "/api/version/" in line
        assert ID in line
        assert "me@home" not in line
        assert "9.9.9.9" not in line
    entry = json.loads(JsonFormatter().format(record))
    assert (entry["method"], entry["status_code"], entry["request_id"]) == ("GET", 200, ID)
    assert entry["bytes"] > 0


def test_after_a_request_lines_have_no_id(caplog: pytest.LogCaptureFixture) -> None:
    ask("GET", "/api/version/")
    logging.getLogger("later").warning("something else")

    assert caplog.records[-1].request_id == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
def test_no_line_has_a_secret_or_a_value_of_a_row(
    monkeypatch: pytest.MonkeyPatch, formatter: logging.Formatter
) -> None:
    secret = 'hunter2"\\'
    settings = Environment(
        secret_key=secret, database_url="postgresql://user:correct%20horse@host/name"
    )
    monkeypatch.setattr(redaction, "environment", lambda: settings)
    redaction._secrets.cache_clear()
    error = ValueError("connection to correct horse\nDETAIL:  Key (email)=(a@b.example) exists.")
    cause = (ValueError, error, None)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "with %s", (secret,), cause)
    line = formatter.format(record)
    redaction._secrets.cache_clear()

    assert "ValueError" in line
    for hidden in ("hunter2", "correct horse", "a@b.example"):
        assert hidden not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "info"),
        ("LOG_LEVELS", "django"),
        ("LOG_LEVELS", "django=LOUD"),
        ("LOG_LEVELS", "=INFO"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        environment.__wrapped__()


def test_the_levels_of_single_loggers_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVELS", "django.request=ERROR, other=DEBUG")

    loggers = logging_settings(environment.__wrapped__())["loggers"]

    assert loggers["django.request"]["level"] == "ERROR"
    assert loggers["other"]["level"] == "DEBUG"
    # Its filters stay.
    assert loggers["django.request"]["filters"]
