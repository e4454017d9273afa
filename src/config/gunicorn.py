"""The production server's settings: `PYTHONPATH=src gunicorn --config python:config.gunicorn`."""

import gc
import os
from pathlib import Path
from threading import Event

from gunicorn.arbiter import Arbiter
from gunicorn.http import message
from gunicorn.workers.base import Worker

wsgi_app = "config.wsgi:application"
worker_class = "config.server.worker.Worker"
# A search is pure Python, which one process runs on one core at a time.
workers = 2
# Those who wait for the database share its answer (domain.search.live): more of them, fewer looks.
threads = 8
# Reads the code once, for all workers.
preload_app = True
timeout = 60
graceful_timeout = 5
loglevel = "warning"
# A link can say all that a body can, a hundred names among it; a longer one is refused by gunicorn
# itself (config.server.wire_errors), which without the first of these takes no more than 8 KB.
message.MAX_REQUEST_LINE = limit_request_line = 64 * 1024
# Else a header SCRIPT_NAME or PATH_INFO of a client on this machine becomes the WSGI variable.
forwarder_headers = ""
# PATH_PREFIX is the setting; gunicorn answers 500 to every path outside its own.
os.environ.pop("SCRIPT_NAME", None)
# One for every user of the machine: two checkouts would meet there.
control_socket_disable = True
# The workers' sign of life; on a disk that is busy it would come late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - unnamed files


def on_starting(server: Arbiter) -> None:  # noqa: ARG001 (gunicorn's name and arguments)
    """Answer what is no HTTP with problems too."""
    # Not above: before the application is there, nobody has told Django its settings.
    from config.server.wire_errors import answer_with_problems

    answer_with_problems()


def post_worker_init(worker: Worker) -> None:  # noqa: ARG001 (gunicorn's name and arguments)
    """Build the catalogue before a worker takes its first request, and keep it up to date."""
    # Not before the fork: a thread and a connection would not survive it.
    from adapters.postgres.connections.watch import watch_database
    from config.server.follower import build, follow
    from config.wiring import ports

    watch_database()
    build(ports().catalogue)
    # Most of it stays: looking through all of it for garbage would hold up every request at once
    # (64 ms for 26,800 events).
    gc.freeze()
    follow(ports().catalogue, stop=Event())
