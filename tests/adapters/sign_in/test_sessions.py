"""The sessions of the admin while the database fails."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("the connection is lost"), 503), (DatabaseError("no such row"), 400)],
    ids=["an outage", "a deleted session"],
)
def test_an_outage_while_the_session_is_stored_is_a_503(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("owner", password="x"))

    def fail(*_: object, **__: Any) -> None:
        raise error

    monkeypatch.setattr(Session, "save", fail)
    with caplog.at_level(logging.WARNING):
        found = client.get("/admin/")

    assert (found.status_code, "Retry-After" in found) == (status, status == 503)
    logged = [(each.name, each.exc_info) for each in caplog.records]
    assert logged == ([("config.server.unavailable", None)] if status == 503 else [])
