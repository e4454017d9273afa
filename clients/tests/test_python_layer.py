"""What the Python client adds to the generated code, with answers that are made up."""

import asyncio
import pickle
from collections.abc import Callable

import httpx
import pytest
from tutorial_search_client import (
    AsyncTutorialSearch,
    ConnectionFailedError,
    NotFoundError,
    PreconditionError,
    RequestTimeoutError,
    TutorialSearch,
    UnavailableError,
    UnexpectedResponseError,
    ValidationError,
    items,
    retries,
)
from tutorial_search_client.models import CancellationIn, SearchRequest
from tutorial_search_client.transports import environment_proxy

BASE = "http://service.test"
VERSION = {"version": "1.0.0", "commit": None}
PROBLEM = {
    "type": "about:blank",
    "title": "Unprocessable Content",
    "status": 422,
    "detail": "page: wrong",
    "instance": "/api/",
    "request_id": "r1",
    "errors": [{"field": "page", "message": "wrong", "pointer": None}],
}
type Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FIRST_DELAY", 0.001)


class Server:
    """Answers with the next of these; an exception is a broken connection."""

    def __init__(self, *answers: httpx.Response | Exception | Answer) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)


def api(server: Server, retries: int = 3) -> TutorialSearch:
    return TutorialSearch(BASE, transport=httpx.MockTransport(server), retries=retries)


def busy(status: int = 503, after: str = "0") -> httpx.Response:
    return httpx.Response(status, headers={"Retry-After": after})


@pytest.mark.parametrize(
    "first", [busy(), busy(429), httpx.ConnectError("gone"), httpx.ReadError("cut")]
)
def test_a_read_is_tried_again(first: httpx.Response | Exception) -> None:
    server = Server(first, httpx.Response(200, json=VERSION))

    assert api(server).get_version().version == "1.0.0"
    assert len(server.requests) == 2


def test_a_search_with_a_body_is_a_read() -> None:
    server = Server(busy(), busy(429), httpx.Response(422, json=PROBLEM))

    with pytest.raises(ValidationError) as caught:
        api(server).search_unified(body=SearchRequest(search_query="x"))
    assert [wrong.field for wrong in caught.value.fields] == ["page"]
    assert len({request.content for request in server.requests}) == 1
    assert len(server.requests) == 3


def test_a_write_is_tried_again_only_with_a_key() -> None:
    cancellation = CancellationIn(reason="ill")
    server = Server(busy(), busy(), httpx.Response(428, json=PROBLEM))

    with pytest.raises(UnavailableError):
        api(server).cancel_tutorial_event("x", body=cancellation, if_match="t")
    with pytest.raises(PreconditionError):
        api(server).cancel_tutorial_event("x", body=cancellation, if_match="t", idempotency_key="k")
    assert len(server.requests) == 3


def test_it_gives_up_after_some_tries_and_when_it_would_take_too_long() -> None:
    server = Server(*[busy() for _ in range(3)], busy(after="3600"))

    with pytest.raises(UnavailableError):
        api(server, retries=2).get_version()
    assert len(server.requests) == 3
    with pytest.raises(UnavailableError) as caught:
        api(server).get_version()
    assert caught.value.retry_after == 3600


def test_errors_have_classes_of_their_own() -> None:
    with pytest.raises(NotFoundError, match="404"):
        api(Server(httpx.Response(404, text="<html>"))).get_tutorial_event("x")
    with pytest.raises(RequestTimeoutError):
        api(Server(httpx.ReadTimeout("slow"))).get_version()
    with TutorialSearch("http://127.0.0.1:9") as lost, pytest.raises(ConnectionFailedError):
        lost.get_version()
    with pytest.raises(TypeError):
        api(Server()).get_version("an argument that it does not have")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<html>Sign in</html>"),
        httpx.Response(200, json={"commit": None}),
        httpx.Response(200, json=[]),
        httpx.Response(202, json=VERSION),
        httpx.Response(
            200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
        ),
    ],
)
def test_a_response_that_is_not_as_documented_is_an_error(answer: httpx.Response) -> None:
    with pytest.raises(UnexpectedResponseError):
        api(Server(answer)).get_version()


def test_an_error_can_be_pickled() -> None:
    with pytest.raises(ValidationError) as caught:
        api(Server(httpx.Response(422, json=PROBLEM))).get_version()

    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.fields) == (str(caught.value), caught.value.fields)


def test_reads_after_a_write_ask_for_its_version() -> None:
    written = httpx.Response(204, headers={"Catalogue-Version": "7"})
    server = Server(
        *[httpx.Response(200, json=VERSION), written, httpx.Response(200, json=VERSION)],
        httpx.Response(422, json=PROBLEM),
    )
    client = api(server)
    client.get_version()
    client.delete_tutorial_event("x", if_match="t")
    client.get_version()
    with pytest.raises(ValidationError):
        client.search_unified()

    sent = [each.headers.get("Catalogue-Version") for each in server.requests]
    assert sent == [None, None, "7", "7"]


def test_waiting_does_not_exceed_the_timeout() -> None:
    server = Server(busy(after="2"))
    client = TutorialSearch(BASE, transport=httpx.MockTransport(server), timeout=1)

    with pytest.raises(UnavailableError):
        client.get_version()


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "localhost")

    assert environment_proxy("http://service.test") == "http://127.0.0.1:9"
    assert environment_proxy("http://localhost:8000") is None
    assert environment_proxy("https://service.test") is None


def test_an_answer_is_remembered_by_its_etag() -> None:
    fresh = httpx.Response(200, json=VERSION, headers={"ETag": '"1"'})
    server = Server(
        fresh, httpx.Response(304), httpx.Response(200, json=VERSION | {"version": "2.0.0"})
    )
    client = api(server)

    assert [client.get_version().version for _ in range(3)] == ["1.0.0", "1.0.0", "2.0.0"]
    assert [each.headers.get("If-None-Match") for each in server.requests] == [None, '"1"', '"1"']


def test_it_names_itself_and_sends_the_token() -> None:
    server = Server(httpx.Response(200, json=VERSION))
    with TutorialSearch(
        BASE, token="t", user_agent="shop", transport=httpx.MockTransport(server)
    ) as client:
        client.get_version()

    assert server.requests[0].headers["Authorization"] == "Bearer t"
    assert server.requests[0].headers["User-Agent"].startswith("shop tutorial-search-client/")


def test_the_asynchronous_client_does_the_same() -> None:
    async def main() -> tuple[str, int]:
        server = Server(busy(), httpx.ConnectError("gone"), httpx.Response(200, json=VERSION))
        transport = httpx.MockTransport(server)
        async with AsyncTutorialSearch(BASE, transport=transport) as client:
            version = (await client.get_version()).version
        async with AsyncTutorialSearch("http://127.0.0.1:9", retries=0) as lost:
            with pytest.raises(ConnectionFailedError):
                await lost.get_version()
        return version, len(server.requests)

    assert asyncio.run(main()) == ("1.0.0", 3)


def test_all_items_of_all_pages_come_once(address: str) -> None:
    with TutorialSearch(address) as client:
        codes = [event.code for event in items(client.list_tutorial_events, page_size=100)]
        hits = [(hit.type_, hit.id) for hit in items(client.search_unified, body=SearchRequest())]
        total = client.search_unified().pagination.total_count

    assert len(set(codes)) == len(codes) > 100
    assert len(set(hits)) == len(hits) == total
