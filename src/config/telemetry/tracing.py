"""OpenTelemetry traces of requests, SQL statements, and updates of the catalogue."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from config.environment import environment

INSTALL = "run `uv sync --extra tracing`, or leave OTEL_EXPORTER_OTLP_ENDPOINT unset"


def is_traced() -> bool:
    return bool(environment().otel_exporter_otlp_endpoint)


def traced[A: Callable[..., Any]](application: A) -> A:
    """Return a WSGI application that has a span for each request, if traces are enabled.

    Raises:
        ImproperlyConfigured: if they are enabled, and the extra `tracing` is not installed.

    """
    if not is_traced():
        return application
    try:
        from opentelemetry.instrumentation.wsgi import OpenTelemetryMiddleware
    except ImportError as error:
        raise ImproperlyConfigured(f"traces need the extra `tracing`: {INSTALL}") from error
    connection_created.connect(_trace_statements, dispatch_uid="tracing")
    return cast("A", OpenTelemetryMiddleware(application, request_hook=_without_data))


def _without_data(span: Any, environ: dict[str, Any]) -> None:
    """Remove the query and the client's address from the span of a request."""
    path = environ.get("PATH_INFO", "")
    for name in ("http.url", "http.target", "url.full"):
        span.set_attribute(name, path)
    for name in ("net.peer.ip", "client.address", "url.query"):
        span.set_attribute(name, "")


def send_traces() -> None:
    """Start to send the spans of this process; call it after the fork, which stops threads."""
    if not is_traced():
        return
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # The environment (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) takes precedence.
    resource = Resource({"service.name": "tutorials"}).merge(Resource.create())
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def span(name: str, **attributes: str) -> AbstractContextManager[object]:
    """Return a span with this name; it does nothing if traces are not enabled."""
    if not is_traced():
        return nullcontext()
    return _tracer().start_as_current_span(name, attributes=attributes)  # type: ignore[no-any-return]


@cache
def _tracer() -> Any:
    from opentelemetry import trace

    return trace.get_tracer("tutorials")


def _trace_statements(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    if _traced_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_traced_statement)


def _traced_statement(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 (Django's arguments)
    context: Any,
) -> Any:
    # The text has placeholders; its parameters, the values, are not sent.
    text = str(sql)
    verb = text.split(maxsplit=1)[0].upper() if text.strip() else "SQL"
    with span(verb, **{"db.system.name": "postgresql", "db.query.text": text}):
        return execute(sql, params, many, context)


@contextmanager
def catalogue_span(what: str) -> Iterator[None]:
    """Trace an update or a rebuild of the catalogue; waits are a part of the request's span."""
    with span(f"catalogue {what}") if what != "wait" else nullcontext():
        yield
