"""Keeps the search index of this process up to date in the background.

A request after a change updates the index itself. But without requests for an hour, the next one
would have to apply all changes of that hour. A thread therefore checks for changes once a second,
including changes that a request does not check for.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from adapters.catalogue.changes.log_pruning import prune_log
from domain.search.ports import CatalogueSource

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_TRIES = 0.1
SECONDS_BETWEEN_PRUNINGS = 60.0


def build(update: Callable[[], object], *, quietly: bool = False) -> bool:
    """Build or update the index; return whether it succeeded. Log an error unless `quietly`."""
    try:
        update()
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
        # Return the connection to the pool: this thread needs it at most once a second.
        connection.close()
    return True


def build_fully(catalogue: CatalogueSource) -> None:
    """Build the index, also if that takes longer than a request waits."""
    while build(catalogue.complete) and _is_old(catalogue):
        time.sleep(SECONDS_BETWEEN_TRIES)


def _is_old(catalogue: CatalogueSource) -> bool:
    try:
        return catalogue.read().age_seconds is not None
    except Exception:  # noqa: BLE001 (requests and the next look get the same error)
        return False
    finally:
        connection.close()


def follow(catalogue: CatalogueSource, stop: Event) -> None:
    """Check for changes once a second, in a thread, until it is stopped."""
    Thread(target=_follow, args=[catalogue, stop], name="catalogue-follower", daemon=True).start()


def _follow(catalogue: CatalogueSource, stop: Event) -> None:
    could, next_pruning = True, time.monotonic()
    while not stop.wait(SECONDS_BETWEEN_LOOKS):
        # Logged once, not every second while the database is down.
        could = build(catalogue.complete, quietly=not could)
        if could and time.monotonic() >= next_pruning:
            next_pruning = time.monotonic() + SECONDS_BETWEEN_PRUNINGS
            _prune()


def _prune() -> None:
    try:
        prune_log()
    except DatabaseError as error:
        # Without pruning, the log only grows; another process or the next attempt can succeed.
        logger.debug("The change log cannot be pruned: %s", error)
    finally:
        connection.close()
