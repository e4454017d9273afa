"""Measures the stages of a response that is not cached: `python -m benchmarks.stages`.

Reads DATABASE_URL and prints a line of JSON: microseconds of processor time by stage, each without
the stages inside it. In a process of its own, without the kernel's work for the connection.
"""

import functools
import json
import os
import statistics
from collections import defaultdict
from collections.abc import Callable
from time import thread_time_ns
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
QUESTIONS = 400


class Stages:
    """The processor time of the current request, by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, int] = defaultdict(int)
        self._inner = [0]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0)
            since = thread_time_ns()
            try:
                return function(*arguments, **named)
            finally:
                taken = thread_time_ns() - since
                self.spent[stage] += taken - self._inner.pop()
                self._inner[-1] += taken

        return wrapped

    def wrap(self, stage: str, owner: Any, name: str) -> None:
        setattr(owner, name, self.timed(stage, getattr(owner, name)))


class NoSocket:
    """A socket whose client reads at once."""

    def sendall(self, data: bytes) -> None:
        pass

    def send(self, data: bytes) -> int:
        return len(data)

    def getsockname(self) -> tuple[str, int]:
        return ("127.0.0.1", 80)


def main() -> None:
    stages = Stages()
    _wrap(stages)
    from benchmarks.questions import questions
    from benchmarks.requests import post

    asks = [post(question).raw.encode("latin-1") for question in questions(QUESTIONS)]
    respond = stages.timed("gunicorn", _responder())
    rounds = []
    for ask in asks:
        stages.spent.clear()
        respond(ask)
        rounds.append(dict(stages.spent))
    # The first requests load modules and prepare statements.
    rounds = rounds[len(rounds) // 4 :]
    names = {name for each in rounds for name in each}
    medians = {
        name: round(statistics.median(each.get(name, 0) for each in rounds) / 1000, 1)
        for name in names
    }
    print(json.dumps(dict(sorted(medians.items(), key=lambda pair: -pair[1]))))


def _wrap(stages: Stages) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.handlers.base import BaseHandler
    from django.core.handlers.wsgi import WSGIHandler
    from django.utils.module_loading import import_string

    for path in settings.MIDDLEWARE:
        stage = f"middleware of {path.split('.')[0]}"
        stages.wrap(stage, import_string(path), "__call__")
    stages.wrap("Django's handler", WSGIHandler, "__call__")
    stages.wrap("Django's resolver and view", BaseHandler, "_get_response")

    from api.http.caching import catalogue_response
    from api.http.operation import SchemaOperation
    from api.routers import search
    from domain.search.live.live_index import LiveSearchIndex
    from domain.search.search_index import SearchIndex

    stages.wrap("Ninja", SchemaOperation, "run")
    stages.wrap("reading and validating the body", SchemaOperation, "_get_values")
    stages.wrap("version query", LiveSearchIndex, "read")
    stages.wrap("search", SearchIndex, "search")
    stages.wrap("JSON", search, "results_parts")
    stages.wrap("joining the parts", catalogue_response, "joined")


def _responder() -> Callable[[bytes], None]:
    from gunicorn.config import Config
    from gunicorn.http import get_parser, wsgi

    from config.wiring import ports
    from config.wsgi import application

    ports().catalogue.complete()
    configuration, client = Config(), ("127.0.0.1", 1)

    def respond(ask: bytes) -> None:
        parser = get_parser(configuration, SimpleNamespace(recv=lambda _size: b""), client)
        parser.unreader.unread(ask)
        request = next(parser)
        sock: Any = NoSocket()
        response, environ = wsgi.create(request, sock, client, ("127.0.0.1", 80), configuration)
        for part in application(environ, response.start_response):
            response.write(part)
        assert response.status.startswith("200"), response.status
        response.close()

    return respond


if __name__ == "__main__":
    main()
