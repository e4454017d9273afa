"""The entry point of a WSGI server."""

import os
from collections.abc import Iterator
from dataclasses import replace

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from adapters.postgres.backend.base import STATEMENT_TIMEOUT
from adapters.postgres.connections import availability
from config.environment import Environment, environment
from config.project import project
from config.telemetry.error_reports import report_errors
from config.telemetry.tracing import traced

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Ninja reads Django's settings when it is imported.
from config.server.gateway import Gateway
from config.server.known_outage import KnownOutage
from config.server.observation import Observed, Watcher, log_access

# Longer than the statement timeout, so that the error of the database can arrive.
MARGIN_SECONDS = 2


def limit_waits(environment: Environment) -> None:
    """Limit the waits of requests for the database; commands have longer timeouts."""
    seconds = environment.statement_timeout_seconds
    connections.databases["default"]["OPTIONS"][STATEMENT_TIMEOUT] = seconds
    availability.limits = replace(
        availability.limits,
        answer=environment.database_answer_seconds,
        statement=seconds + MARGIN_SECONDS,
    )


def watchers(environment: Environment) -> Iterator[Watcher]:
    """Yield the observers of every response."""
    if environment.access_log:
        yield log_access
    if environment.metrics_bind:
        from config.metrics.watching import count_request

        yield count_request


known_outage = KnownOutage(get_wsgi_application())
gateway = Gateway(known_outage, environment().path_prefix)
application = traced(Observed(gateway, watchers(environment())))
# Loads all routes now, once for all workers. Otherwise the first request of each would wait.
_ = get_resolver().url_patterns
report_errors(environment(), release=project().version)
limit_waits(environment())


def is_refused_at_once(method: str, path: str) -> bool:
    """Return whether the application answers a request without waiting, because of an outage."""
    return known_outage.covers(method, gateway.local(path))
