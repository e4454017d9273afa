"""Keeps the catalogue of this process close to the present, so that requests find it there.

A request that comes after a change brings the catalogue up to date itself. Were nobody to ask
for an hour, the next request would have all that hour's changes to read; so a thread looks once
a second.
"""

import logging
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, connection

from domain.ports import CatalogueSource

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0


def build(catalogue: CatalogueSource) -> None:
    """Build the catalogue, or say why that cannot be done yet."""
    try:
        catalogue.current()
    except (InterfaceError, OperationalError) as error:
        logger.warning("The catalogue cannot be read: %s", error)
    except Exception:
        logger.exception("The catalogue cannot be built")
    finally:
        # Back to the pool: this thread needs it once a second at most.
        connection.close()


def follow(catalogue: CatalogueSource, stop: Event) -> None:
    """Look for changes once a second, in a thread of its own, until told to stop."""
    Thread(target=_follow, args=[catalogue, stop], name="catalogue-follower", daemon=True).start()


def _follow(catalogue: CatalogueSource, stop: Event) -> None:
    while not stop.wait(SECONDS_BETWEEN_LOOKS):
        build(catalogue)
