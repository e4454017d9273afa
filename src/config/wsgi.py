"""The entry point of a WSGI server."""

import os
from dataclasses import replace

from django.core.wsgi import get_wsgi_application
from django.db import connections

from adapters.postgres.backend.base import STATEMENT_TIMEOUT
from adapters.postgres.connections import availability
from config.environment import Environment, environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Ninja reads Django's settings when it is imported.
from config.server.gateway import Gateway

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


application = Gateway(get_wsgi_application(), environment().path_prefix)
limit_waits(environment())
