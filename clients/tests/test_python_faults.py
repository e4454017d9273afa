"""The Python client in front of servers and networks that fail, with real connections."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from tests.bodies import an_event, store_product_id
from tests.faulty_proxy import Fault, faulty_proxy
from tests.tokens import Tokens
from tutorial_search_client import (
    AsyncTutorialSearch,
    ConnectionFailedError,
    RequestTimeoutError,
    TutorialSearch,
)

type Kind = Callable[..., AbstractContextManager[Callable[..., Any]]]


@contextmanager
def synchronous(address: str, **options: Any) -> Iterator[Callable[..., Any]]:
    with TutorialSearch(address, **options) as api:
        yield lambda name, *args, **kwargs: getattr(api, name)(*args, **kwargs)


@contextmanager
def asynchronous(address: str, **options: Any) -> Iterator[Callable[..., Any]]:
    with asyncio.Runner() as runner:
        api = AsyncTutorialSearch(address, **options)
        yield lambda name, *args, **kwargs: runner.run(getattr(api, name)(*args, **kwargs))
        runner.run(api.close())


each_kind = pytest.mark.parametrize("kind", [synchronous, asynchronous])


@each_kind
@pytest.mark.parametrize("fault", ["silent", "slow headers", "slow body"])
def test_a_call_ends_when_its_time_is_over(address: str, kind: Kind, fault: Fault) -> None:
    # Without a limit of the whole call, those that are slow would succeed after some seconds.
    with (
        faulty_proxy(address, fault) as url,
        kind(url, timeout=0.5) as call,
        pytest.raises(RequestTimeoutError, match=r"within 0\.5 seconds"),
    ):
        call("get_version")


@each_kind
@pytest.mark.parametrize("fault", ["lost response", "cut body"])
def test_a_read_is_sent_again_after_a_broken_connection(
    address: str, kind: Kind, fault: Fault
) -> None:
    with faulty_proxy(address, fault, fault) as url, kind(url) as call:
        assert call("get_version").version


@each_kind
def test_it_gives_up_after_its_retries(address: str, kind: Kind) -> None:
    with faulty_proxy(address, "cut body", "cut body") as url, kind(url, retries=1) as call:
        with pytest.raises(ConnectionFailedError):
            call("get_version")
        assert call("get_version").version


@each_kind
def test_a_dead_server_is_an_error(kind: Kind) -> None:
    with kind("http://127.0.0.1:9", timeout=1) as call, pytest.raises(ConnectionFailedError):
        call("get_version")


@each_kind
def test_a_write_with_a_key_is_executed_once_although_its_response_was_lost(
    address: str, tokens: Tokens, kind: Kind
) -> None:
    code = f"LOST-{kind.__name__}"
    body = an_event(code, store_product_id(address))
    with (
        faulty_proxy(address, "lost response") as url,
        kind(url, token=tokens.writer) as call,
    ):
        made = call("create_tutorial_event", body=body, idempotency_key=code)
        assert call("get_tutorial_event", code) == made


@each_kind
def test_a_write_without_a_key_is_sent_once(address: str, tokens: Tokens, kind: Kind) -> None:
    code = f"ONCE-{kind.__name__}"
    body = an_event(code, store_product_id(address))
    with (
        faulty_proxy(address, "lost response") as url,
        kind(url, token=tokens.writer) as call,
    ):
        with pytest.raises(ConnectionFailedError):
            call("create_tutorial_event", body=body)
        assert call("get_tutorial_event", code).code == code
