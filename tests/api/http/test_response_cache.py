"""The response cache."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from django.test import Client, RequestFactory

from api.http.caching.catalogue_response import CatalogueResponse
from api.http.caching.response_cache import OVERHEAD, ResponseCacheMiddleware
from api.http.request import ApiRequest, latest_catalogue
from domain.ports.ports import Ports
from domain.search.live.live_index import LiveSearchIndex
from domain.search.search_index import SearchIndex
from tests.api.clients import client_of
from tests.api.responses import SEARCH, Response, get, post, problem
from tests.api.samples import a_catalogue
from tests.domain.search.samples import a_product, contents
from tests.fakes import InMemoryFeed


class CountingFeed(InMemoryFeed):
    """Counts the looks, and fails while it is `away`."""

    looks, away = 0, False

    def is_current(self, held: SearchIndex) -> bool:
        self.looks += 1
        if self.away:
            raise OSError("The database is away.")
        return super().is_current(held)


@pytest.fixture
def feed() -> CountingFeed:
    return CountingFeed(a_catalogue())


@pytest.fixture
def asking(ports: Ports, feed: CountingFeed) -> Client:
    return client_of(replace(ports, catalogue=LiveSearchIndex(feed)))


def headers_of(response: Response) -> dict[str, str]:
    """Return an answer's headers, but for the one that no two answers share."""
    headers = dict(response.headers.items())
    del headers["X-Request-ID"]
    return headers


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_cached_response_is_identical(asking: Client, coding: str) -> None:
    first, second = (get(asking, f"{SEARCH}?q=CM2", **{"Accept-Encoding": coding}) for _ in "12")
    assert second.content == first.content
    assert headers_of(second) == headers_of(first)
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]


def test_methods_requests_and_encodings_are_cached_separately(asking: Client) -> None:
    for _ in range(2):
        assert [hit["id"] for hit in post(asking, {"searchQuery": "CM2"}).json()["products"]] == [1]
        assert "ETag" not in post(asking, {}).headers
        assert "ETag" in get(asking, SEARCH).headers
        assert get(asking, SEARCH, **{"Accept-Encoding": "gzip"}).content[:2] == b"\x1f\x8b"
        assert get(asking, SEARCH).json()["pagination"]["total_count"] == 3
        assert get(asking, "/api/search/fuzzy/").json()["total_count"] == 3


def test_every_request_checks_the_index_once(asking: Client, feed: CountingFeed) -> None:
    tag = get(asking, SEARCH).headers["ETag"]
    for version, headers, status in (
        ("1", {}, 200),  # given again
        ("1", {"If-None-Match": tag}, 304),
        ("2", {"If-None-Match": tag}, 200),  # made anew
    ):
        feed.contents = replace(feed.contents, version=version, position=version)
        feed.looks = 0
        assert get(asking, SEARCH, **headers).status_code == status
        assert feed.looks == 1


def test_a_change_invalidates_the_cache(asking: Client, feed: CountingFeed) -> None:
    before = post(asking, {}).json()
    assert post(asking, {}).json() == before
    feed.contents = contents(a_product(9), version="2")
    assert [product["id"] for product in post(asking, {}).json()["products"]] == [9]


def test_nothing_is_cached_while_the_database_is_unavailable(
    asking: Client, feed: CountingFeed
) -> None:
    post(asking, {})
    feed.away, feed.looks = True, 0
    problem(post(asking, {}), 500)
    assert feed.looks == 1
    feed.away = False
    assert post(asking, {}).status_code == 200


def test_a_foreign_host_is_rejected_for_cached_responses(asking: Client) -> None:
    before = get(asking, f"{SEARCH}?page=2", Host="elsewhere.example")
    assert get(asking, SEARCH).status_code == 200
    after = get(asking, SEARCH, Host="elsewhere.example")
    assert problem(after, 400).keys() == problem(before, 400).keys()
    assert set(after.headers.items()) - set(before.headers.items()) == {
        ("X-Request-ID", after.headers["X-Request-ID"])
    }


def test_an_error_is_not_cached(asking: Client) -> None:
    responses = [problem(get(asking, f"{SEARCH}?unknown=1"), 422) for _ in range(2)]
    assert responses[0]["request_id"] != responses[1]["request_id"]


@pytest.mark.parametrize(
    ("most_bytes", "made"),
    [
        (2 * (OVERHEAD + 1), ["a", "b", "c", "a"]),
        (1, ["a", "b", "c", "b", "c", "a"]),
    ],
)
def test_the_oldest_responses_are_evicted(ports: Ports, most_bytes: int, made: list[str]) -> None:
    seen = []

    def response(request: Any) -> CatalogueResponse[Any]:
        seen.append(request.GET["q"])
        return CatalogueResponse(request.GET["q"].encode(), latest_catalogue(request))

    middleware = ResponseCacheMiddleware(response, most_bytes=most_bytes)
    for text in ("a", "b", "c", "b", "c", "a"):
        assert middleware(_request(ports, text)).content == text.encode()
    assert seen == made


def test_after_a_change_one_thread_creates_a_response_for_all(
    ports: Ports, feed: CountingFeed
) -> None:
    ports = replace(ports, catalogue=LiveSearchIndex(feed))
    made, another = [], Event()

    def response(request: Any) -> CatalogueResponse[Any]:
        catalogue = latest_catalogue(request)
        made.append(catalogue.version)
        # The other threads have the time to come too.
        if made.count("2") > 1 or (catalogue.version == "2" and another.wait(0.2)):
            another.set()
        return CatalogueResponse(catalogue.version.encode(), catalogue)

    middleware = ResponseCacheMiddleware(response)
    middleware(_request(ports, "a"))
    feed.contents = replace(feed.contents, version="2", position="2")
    with ThreadPoolExecutor() as threads:
        responses = threads.map(lambda _: middleware(_request(ports, "a")), range(4))
        assert {each.content for each in responses} == {b"2"}
    assert made == ["1", "2"]


def test_tracking_parameters_share_a_cached_response(ports: Ports) -> None:
    seen = []

    def response(request: Any) -> CatalogueResponse[Any]:
        seen.append(request.META["QUERY_STRING"])
        return CatalogueResponse(b"", latest_catalogue(request))

    middleware = ResponseCacheMiddleware(response)
    for more in ({"gclid": "1"}, {"gclid": "2", "utm_source": "x"}, {}, {"qclid": "1"}):
        middleware(_request(ports, "a", **more))
    assert seen == ["q=a&gclid=1", "q=a&qclid=1"]


def _request(ports: Ports, text: str, **more: str) -> ApiRequest:
    asked = {"q": text, **more}
    request: Any = RequestFactory().get(SEARCH, asked, headers={"host": "127.0.0.1"})
    request.ports = ports
    return request  # type: ignore[no-any-return]
