"""Slow clients do not prevent responses to other clients."""

import os
import time
from collections.abc import Iterator

import pytest

from tests.faults.clients import LIVE, Response, ask, clients
from tests.faults.proxy import proxy
from tests.faults.slow import slow_clients
from tests.served import served

pytestmark = pytest.mark.slow

VERSION = "/api/version/"
CROWD = {"headers": 200, "bodies": 200, "readers": 50}
IS_FULL = os.environ.get("FAULTS") == "full"
# In the full run, longer than the timeouts of the service and of nginx.
SECONDS = 30 if IS_FULL else 3


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(DATABASE_URL="postgresql://127.0.0.1:1/nothing") as taken:
        yield taken


def answers_beside_a_crowd(port: int) -> list[Response]:
    with slow_clients(port, **CROWD), clients(port, [LIVE, VERSION], 2) as responses:
        time.sleep(SECONDS)
    return responses


def test_slow_clients_block_no_thread_without_a_proxy(port: int) -> None:
    responses = answers_beside_a_crowd(port)

    assert responses
    assert {response.status for response in responses} == {200}
    # A blocked thread would be occupied until the timeout of the client.
    assert max(response.seconds for response in responses) < 8


def test_slow_clients_do_not_affect_others_behind_the_proxy(port: int) -> None:
    with proxy(port) as front:
        assert ask(front, f"{VERSION}?a={'x' * 60_000}").status == 422
        responses = answers_beside_a_crowd(front)

    assert responses
    assert {response.status for response in responses} == {200}
    if IS_FULL:
        fastest = sorted(response.seconds for response in responses)
        assert fastest[int(len(fastest) * 0.99)] < 0.1
