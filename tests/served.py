"""The service under gunicorn, for tests for which a test client is not enough."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from config.launcher.web import take_port, wait_until_it_answers, web_server


@contextmanager
def served(**variables: str) -> Iterator[int]:
    """Serve on a free port of 127.0.0.1 with additional environment variables; yield the port."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_SETTINGS_MODULE", "config.settings")
        patch.setitem(os.environ, "SECRET_KEY", "a secret that guards nothing")
        for name, value in variables.items():
            patch.setenv(name, value)
        listener = take_port(0)
        port = listener.getsockname()[1]
        with web_server(listener) as process:
            wait_until_it_answers(process, port=port, path="/api/health/live/")
            yield port


def url_of_tables() -> str:
    """Return the address of the database of the tests, for a server; its tables must exist."""
    parameters = connection.get_connection_params()
    names = parameters.keys() & {"host", "port", "user", "password"}
    place = {name: parameters[name] for name in names}
    return f"postgresql:///{quote(parameters['dbname'])}?{urlencode(place)}"
