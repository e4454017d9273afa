"""The settings of the production server: `gunicorn --config python:config.gunicorn`."""

import gc
import os
import sys
from pathlib import Path
from threading import Event

from django.core.exceptions import ImproperlyConfigured
from gunicorn.arbiter import Arbiter
from gunicorn.http import message
from gunicorn.workers.base import Worker

from config.environment import production_environment
from config.logs import logging_settings
from config.metrics.folder import forget_process, make_folder, remove_folder
from config.server.lifecycle.delayed_start import wait_while_held
from config.server.lifecycle.listening import CannotListenError, listen
from config.server.lifecycle.replacement import Replacement
from config.server.lifecycle.takeover import Takeover

try:
    _environment = production_environment()
except ImproperlyConfigured as error:
    sys.exit(f"The service does not start: {error}. docs/settings.md describes all settings.")

# Must run before the client library of the metrics is imported.
_metrics = make_folder(_environment)

wsgi_app = "config.wsgi:application"
worker_class = "config.server.worker.thread_worker.Worker"
bind = _environment.bind
# A search is pure Python, so a process uses one core.
workers = _environment.workers
# Waiting threads share one version query (domain.search.live): more threads, fewer queries.
threads = _environment.threads
worker_connections = _environment.worker_connections
# Loads the code once for all workers.
preload_app = True
timeout = _environment.worker_timeout_seconds
graceful_timeout = _environment.shutdown_seconds
keepalive = _environment.keepalive_seconds
logger_class = "config.logs.gunicorn_logger.GunicornLogger"
logconfig_dict = logging_settings(_environment)
# A link can contain all fields of a body, with a hundred names. Gunicorn rejects a longer one
# (config.server.worker.malformed_requests); its default limit is 8 KB.
message.MAX_REQUEST_LINE = limit_request_line = 64 * 1024
# Otherwise local clients can set the WSGI variables SCRIPT_NAME and PATH_INFO by headers.
forwarder_headers = ""
# PATH_PREFIX is used instead; gunicorn returns 500 for every path outside its prefix.
os.environ.pop("SCRIPT_NAME", None)
# The default is shared by all checkouts of a user.
control_socket_disable = True
# For the heartbeat of the workers, which a busy disk could delay.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - unnamed files
_takeover, _replacement = Takeover(), Replacement()


def on_starting(server: Arbiter) -> None:
    """Open the sockets, and return problems for malformed HTTP too."""
    wait_while_held()
    _takeover.starting(server)
    try:
        listen(server)
    except CannotListenError as error:
        remove_folder(_metrics)
        sys.exit(
            f"The service does not start: BIND: {error}. "
            "Stop the program that uses the address, or choose another one."
        )
    _replacement.attend(server)
    # Imported here, because Django is configured only after the application is loaded.
    from config.server.worker.malformed_requests import answer_with_problems

    answer_with_problems()


def pre_exec(server: Arbiter) -> None:
    """Prepare the start of a new server during a reload."""
    _takeover.executing(server)


def post_worker_init(worker: Worker) -> None:
    """Bring the index up to date before a worker accepts requests, and keep it up to date."""
    # After the fork, because threads and connections do not survive it.
    from adapters.postgres.connections.watch import watch_database
    from config.server.follower import build_fully, follow
    from config.server.queue import work_off
    from config.telemetry.tracing import send_traces
    from config.wiring import followed_catalogue, plan_imports, renewal
    from config.wsgi import is_refused_at_once

    worker.refuses_at_once = is_refused_at_once
    catalogue = followed_catalogue()
    send_traces()
    watch_database()
    build_fully(catalogue)
    # Most objects are permanent. A full garbage collection would delay all requests
    # (64 ms for 26,800 events).
    gc.freeze()
    follow(catalogue, stop=Event())
    work_off(plan_imports().work_off, stop=Event())
    if _metrics is not None:
        from config.metrics.exporter import serve

        try:
            serve(_environment)
        except OSError as error:
            address = _environment.metrics_bind
            worker.log.critical("METRICS_BIND: cannot listen on %s: %s", address, error.strerror)
            # Stops the server.
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    renewal().begin()
    _takeover.worker_ready(worker)
    _replacement.worker_ready(worker)


def when_ready(server: Arbiter) -> None:
    """Read the catalogue that the workers share."""
    from config.server.shared_catalogue import read_before_fork

    read_before_fork(server)
    # This process loaded the application for the workers, but answers nothing itself.
    forget_process(_metrics, os.getpid())


def on_reload(server: Arbiter) -> None:
    """Bring the catalogue up to date before all workers are replaced (SIGHUP)."""
    from config.server.shared_catalogue import read_before_fork

    read_before_fork(server)


def child_exit(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001 (gunicorn's arguments)
    forget_process(_metrics, worker.pid)


def on_exit(server: Arbiter) -> None:  # noqa: ARG001 (gunicorn's name and arguments)
    remove_folder(_metrics)
