"""Keeps the catalogue of this process close to the present, so that requests find it there.

A request that comes after a change brings the catalogue up to date itself. Were nobody to ask
for an hour, the next request would have all that hour's changes to read; so a thread looks once
a second, also for changes that a request does not look for.
"""

import logging
import time
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from adapters.catalogue.changes.log_pruning import prune_log
from domain.search.ports import CatalogueSource

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_PRUNINGS = 60.0


def build(catalogue: CatalogueSource, *, quietly: bool = False) -> bool:
    """Build the catalogue; return whether that could be done, and log why not, unless quietly."""
    try:
        catalogue.complete()
    except (InterfaceError, OperationalError) as error:
        logger.log(
            logging.DEBUG if quietly else logging.WARNING, "The catalogue cannot be read: %s", error
        )
        return False
    except Exception as error:
        logger.log(
            logging.DEBUG if quietly else logging.ERROR,
            "The catalogue cannot be built",
            exc_info=error,
        )
        return False
    finally:
        # Back to the pool: this thread needs it once a second at most.
        connection.close()
    return True


def follow(catalogue: CatalogueSource, stop: Event) -> None:
    """Look for changes once a second, in a thread of its own, until told to stop."""
    Thread(target=_follow, args=[catalogue, stop], name="catalogue-follower", daemon=True).start()


def _follow(catalogue: CatalogueSource, stop: Event) -> None:
    could, next_pruning = True, time.monotonic()
    while not stop.wait(SECONDS_BETWEEN_LOOKS):
        # Said once, not every second that the database is away.
        could = build(catalogue, quietly=not could)
        if could and time.monotonic() >= next_pruning:
            next_pruning = time.monotonic() + SECONDS_BETWEEN_PRUNINGS
            _prune()


def _prune() -> None:
    try:
        prune_log()
    except DatabaseError as error:
        # The log only grows; another process, or the next time, may do better.
        logger.debug("The log of changes cannot be pruned: %s", error)
    finally:
        connection.close()
