"""The production server's settings: `gunicorn --config python:config.gunicorn`, from src."""

from pathlib import Path

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
# A search is pure Python, which one process runs on one core at a time.
workers = 2
threads = 4
# Reads the code once, for all workers.
preload_app = True
timeout = 60
graceful_timeout = 5
loglevel = "warning"
# A longer query string is refused by gunicorn itself, with a page of its own.
limit_request_line = 8190
# One for every user of the machine: two checkouts would meet there.
control_socket_disable = True
# The workers' sign of life; on a disk that is busy it would come late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - unnamed files
