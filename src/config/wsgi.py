"""The entry point of a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.environment import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def limit_statements(seconds: int) -> None:
    """Let the database give up on a statement of a request; commands may take their time."""
    options = connections.databases["default"]["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c statement_timeout={seconds}s".strip()


application = get_wsgi_application()
limit_statements(environment().statement_timeout_seconds)
