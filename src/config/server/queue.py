"""Does the imports that were queued by a process that has ended since."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, connection

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 5.0


def work_off(work: Callable[[], None], stop: Event) -> None:
    """Call `work` every five seconds, in a thread, until it is stopped."""
    Thread(target=_work_off, args=[work, stop], name="queued-imports", daemon=True).start()


def _work_off(work: Callable[[], None], stop: Event) -> None:
    while not stop.wait(SECONDS_BETWEEN_LOOKS):
        try:
            work()
        except (DatabaseError, InterfaceError) as error:
            # The database is down or only read from; another attempt can succeed.
            logger.debug("Queued imports cannot be done: %s", error)
        except Exception:
            logger.exception("A queued import failed")
        finally:
            connection.close()
