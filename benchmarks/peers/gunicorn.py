"""The server of the peers: ours, without the catalogue that ours builds as a worker starts."""

from typing import Any

from config.gunicorn import *  # noqa: F403 - all of it, whatever it will be


def post_worker_init(worker: Any) -> None:
    """Replace the function of ours: nothing is built."""
    worker.refuses_at_once = lambda _method, _path: False
