"""The responses to errors behind the API."""

import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, override_settings

from domain.errors import Conflict, FieldError, Invalid, NotFound
from domain.ports.ports import Ports
from tests.api.responses import EVENTS, SEARCH, get, post, problem, wrong_fields

EVENT = f"{EVENTS}CM2-01-26A/"


def let_fail(monkeypatch: pytest.MonkeyPatch, ports: Ports, error: Exception) -> None:
    def fail(*_: object) -> object:
        raise error

    monkeypatch.setattr(ports.tutorials, "get", fail)
    monkeypatch.setattr(ports.catalogue, "read", fail)


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (NotFound("no such thing"), 404, "Not Found"),
        (Conflict("somebody was faster"), 409, "Conflict"),
    ],
)
def test_an_error_of_the_domain_has_its_status(
    client: Client,
    ports: Ports,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    title: str,
) -> None:
    let_fail(monkeypatch, ports, error)

    body = problem(get(client, EVENT), status)

    assert (body["type"], body["title"]) == ("about:blank", title)
    assert (body["detail"], body["instance"]) == (str(error), EVENT)


def test_a_broken_rule_names_its_fields(
    client: Client, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_fail(monkeypatch, ports, Invalid(FieldError("a", "is odd"), FieldError("b", "is even")))

    assert wrong_fields(get(client, EVENT)) == {"a": "is odd", "b": "is even"}


@pytest.mark.parametrize("debug", [True, False])
def test_an_internal_error_reveals_only_the_request_id(
    client: Client,
    ports: Ports,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    debug: bool,
) -> None:
    let_fail(monkeypatch, ports, RuntimeError("password=secret"))

    with override_settings(DEBUG=debug):
        responses = [get(client, EVENT), post(client, {})]

    for response in responses:
        body = problem(response, 500)
        assert body["errors"] == []
        assert b"secret" not in response.content
        assert f"Request {body['request_id']} failed" in caplog.messages
    assert "password=secret" in caplog.text, "the log has the traceback"
    assert "in fail\n" in caplog.text


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_an_unavailable_database_is_503_with_retry_after(
    client: Client,
    ports: Ports,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: type[Exception],
) -> None:
    let_fail(monkeypatch, ports, kind("connection to host=db failed"))

    for response in (get(client, EVENT), post(client, {})):
        body = problem(response, 503)
        assert "host=db" not in body["detail"]
        assert int(response.headers["Retry-After"]) > 0
    assert {record.levelno for record in caplog.records if record.name == "api.http.problems"} == {
        logging.WARNING
    }


def test_an_error_outside_the_handlers_is_a_problem(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", fail)

    unasked = f"{EVENTS}?venue=asked+by+no+other+test", f"{SEARCH}?q=asked+by+no+other+test"
    for address in (*unasked, "/api/docs"):
        response = get(client, address)
        problem(response, 500)
        assert b"secret" not in response.content
