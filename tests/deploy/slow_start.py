"""The settings of the production server, with workers that are not ready before a file exists."""

import os
import time
from pathlib import Path

from gunicorn.workers.base import Worker

from config import gunicorn


def _wait_and_begin(worker: Worker) -> None:
    while not Path(os.environ["START_GATE"]).exists():
        time.sleep(0.02)
    gunicorn.post_worker_init(worker)


globals().update(vars(gunicorn), post_worker_init=_wait_and_begin)
