"""The routes of paths, for what is counted or remembered by route."""

from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve

MOST_PATHS = 4096
# The route of a path that none matches.
NONE = "none"


@lru_cache(MOST_PATHS)
def route_of(path: str) -> str:
    """Return the route that matches a path, as Django writes it, or "none"."""
    if path.startswith(settings.STATIC_URL):
        return settings.STATIC_URL
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return NONE
