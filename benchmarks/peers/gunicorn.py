"""The server of the peers: ours, without the catalogue that ours builds as a worker starts."""

from config.gunicorn import *  # noqa: F403 - all of it, whatever it will be

del post_worker_init  # noqa: F821 - it came with the others
