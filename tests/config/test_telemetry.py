"""Traces and error reports: what they contain, and that they cost nothing when they are off."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from config.environment import ROOT, Environment
from config.server.gateway import Environ, StartResponse
from config.telemetry import tracing
from config.telemetry.error_reports import report_errors, without_data

EXTRAS = ("opentelemetry", "sentry_sdk")
IMPORTED = f"""
import sys
import config.wsgi
print([name for name in {EXTRAS!r} if name in sys.modules])
"""


def test_without_a_setting_no_library_is_imported() -> None:
    off = {"OTEL_EXPORTER_OTLP_ENDPOINT": "", "SENTRY_DSN": "", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        env={**os.environ, **off},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sentry_sdk", "opentelemetry.instrumentation.wsgi"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(tracing, "is_traced", lambda: True)

    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN needs the extra `sentry`"):
        report_errors(Environment(sentry_dsn="https://key@sentry.example/1"), release="1")
    with pytest.raises(ImproperlyConfigured, match="traces need the extra `tracing`"):
        tracing.traced(print)


def test_a_report_has_no_data_of_the_request() -> None:
    event = {
        "request": {
            "url": "https://host/api/",
            "method": "POST",
            "query_string": "q=me",
            "data": "me",
            "headers": {"Cookie": "me"},
        },
        "user": {"ip_address": "9.9.9.9"},
    }

    assert without_data(event, {})["request"] == {"url": "https://host/api/", "method": "POST"}
    assert "user" not in event


@pytest.mark.django_db
def test_requests_statements_and_updates_have_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "is_traced", lambda: True)
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    tracing._tracer.cache_clear()

    def application(_environ: Environ, start_response: StartResponse) -> list[bytes]:
        with (
            tracing.catalogue_span("update"),
            connection.execute_wrapper(tracing._traced_statement),
        ):
            connection.cursor().execute("SELECT %s", ["a value"])
        start_response("200 OK", [])
        return []

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "QUERY_STRING": "q=a+value",
        "REMOTE_ADDR": "9.9.9.9",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
    }
    list(tracing.traced(application)(environ, lambda *_: None))
    tracing._tracer.cache_clear()
    connection.execute_wrappers.clear()

    statement, update, request = exporter.get_finished_spans()
    assert (statement.name, update.name) == ("SELECT", "catalogue update")
    assert statement.parent == update.get_span_context()
    assert update.parent == request.get_span_context()
    assert "a value" not in statement.to_json()
    for hidden in ("a+value", "9.9.9.9"):
        assert hidden not in request.to_json()
