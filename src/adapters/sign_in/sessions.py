"""Django's sessions in the database (`SESSION_ENGINE`), with other errors during an outage."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 Django's signature
        """Store the session.

        Raises:
            UpdateError: if the session was deleted. The response is then 400.
            OperationalError: if the database is unavailable. Django's own class raises UpdateError.

        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
