"""Django's settings of a peer: ours, middleware, pool and all, with the peer's own routes."""

import os

from config.settings import *  # noqa: F403 - all of it, whatever it will be
from config.settings import INSTALLED_APPS as OURS

PEER = os.environ["BENCH_PEER"]
ROOT_URLCONF = f"benchmarks.peers.{PEER}"
INSTALLED_APPS = [*OURS, "rest_framework"] if PEER == "drf" else OURS
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": None,
}
