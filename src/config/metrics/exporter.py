"""Serves the metrics to Prometheus, in a thread of each process.

Each process can serve the metrics of all processes, because the values are in files. The metrics
are therefore available while at least one process runs, without another program.
"""

import socket
from collections.abc import Callable
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import ThreadingWSGIServer, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from config.environment import Environment
from config.metrics.backups import BackupCollector
from config.metrics.import_collector import ImportCollector


class Server(ThreadingWSGIServer):
    # Shared by the processes of a server, and of the one that replaces it.
    allow_reuse_port = True


class IPv6Server(Server):
    address_family = socket.AF_INET6


class Handler(WSGIRequestHandler):
    # The timeout of a client that sends nothing.
    timeout = 10

    def log_message(self, *_args: object) -> None:
        """Log nothing: Prometheus asks every few seconds."""


def application(environment: Environment) -> Callable[..., Any]:
    """Return the WSGI application that serves the metrics of all processes."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    if environment.metrics_directory:
        registry.register(ImportCollector(environment.metrics_directory))
        registry.register(BackupCollector(environment.metrics_directory))
    return make_wsgi_app(registry)


def serve(environment: Environment) -> None:
    """Serve the metrics on METRICS_BIND, in a thread.

    Raises:
        OSError: if the address cannot be used.

    """
    host, _, port = environment.metrics_bind.rpartition(":")
    kind = IPv6Server if host.startswith("[") else Server
    server = make_server(
        host.strip("[]"), int(port), application(environment), kind, handler_class=Handler
    )
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()
