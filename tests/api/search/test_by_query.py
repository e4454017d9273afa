"""The search by GET: the same response as by POST, with cache headers."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings

from api.http.caching.conditional import until_midnight
from domain.ports.ports import Ports
from domain.search.live.live_index import LiveSearchIndex
from tests.api.clients import client_of
from tests.api.responses import SEARCH, get, post, wrong_fields
from tests.api.samples import a_catalogue
from tests.domain.search.samples import a_product, contents
from tests.fakes import InMemoryFeed


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("", {}),
        ("q=CM2+waterlo", {"searchQuery": "CM2 waterlo"}),
        ("searchQuery=CM2", {"searchQuery": "CM2"}),
        ("q=CM2&searchQuery=waterlo", {"searchQuery": "CM2 waterlo"}),
        ("subjects=CB1,CM2,", {"filters": {"subjects": ["CB1", "CM2"]}}),
        ("exam_sessions=26A,1", {"filters": {"exam_sessions": ["26A", 1]}}),
        (
            "product_types=Tutorial,+markings",
            {"filters": {"product_types": ["Tutorial", "Markings"]}},
        ),
        ("categories=Material,Nothing", {"filters": {"categories": ["Material"]}}),
        ("group=Material,Tutorial", {"filters": {"categories": ["Material", "Tutorial"]}}),
        ("venues=bpp,+waterloo", {"filters": {"venues": ["bpp, waterloo"]}}),
        ("subjects=CM2&subjects=2", {"filters": {"subjects": ["CM2", 2]}}),
        ("product_types=tutorial", {"filters": {"product_types": ["tutorial"]}}),
        ("group=Material", {"filters": {"categories": ["Material"]}}),
        ("distance_learning=true", {"filters": {"categories": ["Material"]}}),
        ("product=1&products=2", {"filters": {"product_ids": [1, 2]}}),
        ("essp_ids=1", {"filters": {"essp_ids": [1]}}),
        ("modes_of_delivery=ebook", {"filters": {"modes_of_delivery": ["ebook"]}}),
        ("venues=bpp+waterloo", {"filters": {"venues": ["bpp waterloo"]}}),
        ("availability=sold_out", {"filters": {"availability": ["sold_out"]}}),
        ("from=2026-01-01&to=2026-07-01", {"filters": {"from": "2026-01-01", "to": "2026-07-01"}}),
        (
            "weekdays=monday&time_from=08:00",
            {"filters": {"weekdays": ["monday"], "time_from": "08:00"}},
        ),
        ("page=2&page_size=2", {"pagination": {"page": 2, "page_size": 2}}),
        ("include_bundles=false", {"options": {"include_bundles": False}}),
    ],
)
def test_get_and_post_return_the_same_bytes(client: Client, query: str, body: Any) -> None:
    by_query, by_body = get(client, f"{SEARCH}?{query}"), post(client, body)

    assert by_query.status_code == by_body.status_code == 200
    assert by_query.content == by_body.content


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("time_from=25:00", "time_from"),
        ("weekdays=Monday", "weekdays[0]"),
        ("availability=maybe", "availability[0]"),
        ("from=1999-01-01", "from"),
        ("pageSize=1", "pageSize"),
        ("essp_ids=x", "essp_ids[0]"),
        ("page=1&page=2", "page"),
    ],
)
def test_errors_are_named(client: Client, query: str, field: str) -> None:
    assert list(wrong_fields(get(client, f"{SEARCH}?{query}"))) == [field]


@pytest.mark.parametrize("wrong", [{"to": "2026-13-01"}, {"time_to": "9:00"}])
def test_errors_have_the_same_messages_as_in_a_body(client: Client, wrong: Any) -> None:
    [field] = wrong_fields(post(client, {"filters": wrong}))
    assert field in {"filters.to", "filters.time_to"}


@pytest.mark.parametrize(
    "query", ["from=2026-07-02&to=2026-07-01", "time_from=09:30&time_to=09:00", "to=2000-01-01"]
)
def test_an_empty_period_matches_nothing(client: Client, query: str) -> None:
    assert get(client, f"{SEARCH}?{query}").json()["products"] == []


def tag(client: Client, query: str = "", **headers: str) -> str:
    response = get(client, f"{SEARCH}?{query}", **headers)
    assert response.status_code == 200
    return str(response.headers["ETag"])


def test_equivalent_links_have_the_same_etag(client: Client) -> None:
    asked = tag(client, "subjects=CM2&subjects=CB1&q=notes")
    assert tag(client, "q=%20notes&subjects=CB1&subjects=CM2&subjects=CM2&page=1") == asked


@pytest.mark.parametrize("other", ["q=notes", "page=2", "include_bundles=false", "from=2026-01-01"])
def test_other_links_have_another_etag(client: Client, other: str) -> None:
    assert tag(client, other) != tag(client)


def test_a_compressed_response_has_its_own_etag(client: Client) -> None:
    assert tag(client) != tag(client, **{"Accept-Encoding": "gzip"})


def test_a_change_of_the_catalogue_changes_every_etag(ports: Ports) -> None:
    feed = InMemoryFeed(a_catalogue())
    changing = client_of(Ports(**{**_fields(ports), "catalogue": LiveSearchIndex(feed)}))
    before = tag(changing)
    feed.contents = contents(a_product(9), version="2")

    response = get(changing, SEARCH, **{"If-None-Match": before})

    assert response.status_code == 200
    assert [product["id"] for product in response.json()["products"]] == [9]
    assert response.headers["ETag"] != before


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_unchanged_search_is_304(client: Client, encoding: str) -> None:
    known = tag(client, "q=CM2", **{"Accept-Encoding": encoding})

    asked = {"If-None-Match": known, "Accept-Encoding": encoding}
    response = get(client, f"{SEARCH}?q=CM2", **asked)

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == known
    assert response.headers["Vary"] == "Accept-Encoding"


def test_cache_control_follows_the_settings(client: Client) -> None:
    headers = get(client, SEARCH).headers

    expected = "public, max-age=0, s-maxage=0, stale-while-revalidate=0"
    assert headers["Cache-Control"] == expected
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers


def _fields(ports: Ports) -> dict[str, Any]:
    return {name: getattr(ports, name) for name in Ports.__dataclass_fields__}


@pytest.mark.parametrize(
    ("now", "fresh", "stale"),
    [
        ("2026-01-07T12:00:00+00:00", 3600, 600),
        ("2026-01-07T23:58:00+00:00", 120, 0),
        ("2026-01-07T22:55:00+00:00", 3600, 300),
        # In London the clocks go forward on this night, and midnight is at 23:00 UTC.
        ("2026-03-29T22:30:00+00:00", 1800, 0),
    ],
)
def test_a_cache_lifetime_ends_at_midnight(now: str, fresh: int, stale: int) -> None:
    local = datetime.fromisoformat(now).astimezone(ZoneInfo("Europe/London"))

    expected = f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={stale}"
    with override_settings(SEARCH_S_MAXAGE=3600, SEARCH_STALE_WHILE_REVALIDATE=600):
        assert until_midnight(local) == expected


def test_a_cached_response_expires_at_midnight(ports: Ports) -> None:
    today = date(2026, 1, 7)
    live = LiveSearchIndex(InMemoryFeed(a_catalogue()), today=lambda: today)
    client = client_of(Ports(**{**_fields(ports), "catalogue": live}))
    link = f"{SEARCH}?availability=past"
    first = get(client, link)
    assert get(client, link).headers["ETag"] == first.headers["ETag"]

    today = date(2099, 1, 1)
    second = get(client, link, **{"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 200
    assert (first.json()["products"], bool(second.json()["products"])) == ([], True)
