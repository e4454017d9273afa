"""Sets the actor in the database, for the triggers of the history."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus

from adapters.postgres.backend.session import TRANSACTION_SETTINGS
from domain.history import Actor

KIND, NAME = "tutorials.actor_kind", "tutorials.actor_name"
SET_ACTOR = "SELECT set_config(%s, %s, true), set_config(%s, %s, true)"


class DjangoActors:
    """`Actors` on PostgreSQL: each transaction begins with the name of the actor."""

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[None]:
        # PostgreSQL does not accept NUL in a text.
        named = {KIND: actor.kind, NAME: actor.name.replace("\0", "")}
        before = TRANSACTION_SETTINGS.set({**TRANSACTION_SETTINGS.get(), **named})
        try:
            _set_actor()
            yield
        finally:
            TRANSACTION_SETTINGS.reset(before)
            _set_actor()


def _set_actor() -> None:
    """Set the current actor in a transaction that is already open."""
    raw = connection.connection
    if raw is None or raw.closed or raw.info.transaction_status != TransactionStatus.INTRANS:
        return
    if connection.needs_rollback:
        # Django refuses statements until the block is rolled back. The rollback also removes the
        # name.
        return
    settings = TRANSACTION_SETTINGS.get()
    with connection.cursor() as cursor:
        cursor.execute(SET_ACTOR, [KIND, settings.get(KIND, ""), NAME, settings.get(NAME, "")])
