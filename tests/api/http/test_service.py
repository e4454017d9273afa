"""Which service this is, and whether it works."""

from dataclasses import replace

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from api.app import api
from domain.ports.ports import Ports
from tests.api.clients import client_of
from tests.api.http.test_conformance import Failing, failing
from tests.api.responses import get, problem

VERSION, LIVE, READY = "/api/version/", "/api/health/live/", "/api/health/ready/"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize("commit", [COMMIT, None])
def test_the_version_and_the_commit_are_returned(client: Client, commit: str | None) -> None:
    with override_settings(COMMIT=commit):
        body = get(client, VERSION).json()

    assert body == {"version": api.version, "commit": commit}
    assert body["version"] == get(client, "/api/openapi.json").json()["info"]["version"]


def test_a_working_service_is_alive_and_ready(client: Client) -> None:
    assert get(client, LIVE).json() == {"status": "alive"}
    assert get(client, READY).json() == {"status": "ready", "catalogue": "current"}
    for address in (LIVE, READY):
        assert get(client, address).headers["Cache-Control"] == "no-store"


def test_a_service_without_its_database_is_alive_and_not_ready() -> None:
    client = client_of(failing(OperationalError("no route to host=db")))

    assert get(client, LIVE).status_code == 200
    response = get(client, READY)
    assert "host=db" not in problem(response, 503)["detail"]
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"


def test_a_service_becomes_ready_when_the_database_returns(ports: Ports) -> None:
    away = replace(ports, catalogue=Failing(OperationalError("away")))  # type: ignore[arg-type]  # it is no port

    assert get(client_of(away), READY).status_code == 503
    assert get(client_of(ports), READY).status_code == 200


def test_a_service_without_an_index_is_not_ready() -> None:
    problem(get(client_of(failing(RuntimeError("a fault of ours"))), READY), 500)
