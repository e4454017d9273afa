"""The Python client, as it is packed, against the service as it runs."""

from collections.abc import Iterator
from decimal import Decimal
from http import HTTPStatus
from itertools import count
from zoneinfo import ZoneInfo

import pytest
import tutorial_search_client
from tutorial_search_client import Client
from tutorial_search_client.api.search import search_unified, search_unified_by_query
from tutorial_search_client.api.tutorials import get_tutorial_event, list_tutorial_events
from tutorial_search_client.errors import UnexpectedStatus
from tutorial_search_client.models import (
    BundleHitOut,
    ProblemOut,
    SearchFilters,
    SearchOptions,
    SearchPageOut,
    SearchPagination,
    SearchRequest,
    TutorialEventOut,
    TutorialEventPageOut,
    TutorialHitOut,
)


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(base_url=address, raise_on_unexpected_status=True) as made:
        yield made


def events_page(client: Client, number: int = 1, size: int = 100) -> TutorialEventPageOut:
    page = list_tutorial_events.sync(client=client, page=number, page_size=size)
    assert isinstance(page, TutorialEventPageOut), page
    return page


def test_it_is_the_packed_client_that_is_tested() -> None:
    assert "site-packages" in tutorial_search_client.__file__


def test_a_search_with_filters_finds_typed_tutorials(client: Client) -> None:
    filters = SearchFilters(subjects=["CM2"], product_types=["Tutorial"])
    page = search_unified.sync(
        client=client,
        body=SearchRequest(
            search_query="CM2", filters=filters, options=SearchOptions(include_bundles=False)
        ),
    )

    assert isinstance(page, SearchPageOut), page
    assert page.products
    assert page.filter_counts.subjects["CM2"].count >= len(page.products)
    for hit in page.products:
        assert isinstance(hit, TutorialHitOut)
        assert hit.subject_code == "CM2"
        for variation in hit.variations:
            assert all(Decimal(price.amount) > 0 for price in variation.prices)


def test_a_search_finds_typed_bundles_with_what_a_cart_needs(client: Client) -> None:
    page = search_unified.sync(
        client=client, body=SearchRequest(filters=SearchFilters(categories=["Bundle"]))
    )

    assert isinstance(page, SearchPageOut), page
    assert page.products
    for hit in page.products:
        assert isinstance(hit, BundleHitOut)
        assert hit.code == hit.subject_code == page.filter_counts.subjects[hit.subject_code].name
        assert hit.components_count == len(hit.components)
        assert all(part.id == part.store_product_id for part in hit.components)


def test_an_old_link_is_typed_too(client: Client) -> None:
    by_number = search_unified_by_query.sync(client=client, distance_learning="1")

    assert isinstance(by_number, SearchPageOut), by_number
    assert by_number == search_unified_by_query.sync(client=client, distance_learning="true")


def test_the_pages_of_a_search_never_overlap_and_end(client: Client) -> None:
    seen: list[tuple[str, int]] = []
    total = 0
    for number in count(1):
        pagination = SearchPagination(page=number, page_size=50)
        page = search_unified.sync(client=client, body=SearchRequest(pagination=pagination))
        assert isinstance(page, SearchPageOut), page
        seen += [(hit.type_, hit.id) for hit in page.products]
        total = page.pagination.total_count
        if not page.pagination.has_next:
            break

    assert number > 1
    assert len(set(seen)) == len(seen) == total


def test_the_pages_of_the_events_never_overlap_and_end(client: Client) -> None:
    codes: list[str] = []
    for number in count(1):
        page = events_page(client, number)
        codes += [event.code for event in page.items]
        if not page.pagination.has_next:
            break

    assert number > 1
    assert len(set(codes)) == len(codes) == page.pagination.total_count


def test_the_sessions_of_an_event_are_on_the_clock_of_their_place(client: Client) -> None:
    listed = events_page(client, size=1).items[0]
    event = get_tutorial_event.sync(listed.code, client=client)

    assert event == listed
    assert isinstance(event, TutorialEventOut)
    assert event.sessions
    for session in event.sessions:
        at_the_place = session.start_date.astimezone(ZoneInfo(session.time_zone))
        assert session.start_date.utcoffset() == at_the_place.utcoffset()


def test_a_wrong_field_comes_as_a_typed_problem(client: Client) -> None:
    found = list_tutorial_events.sync_detailed(client=client, page_size=500)

    assert found.status_code == HTTPStatus.UNPROCESSABLE_CONTENT
    assert isinstance(found.parsed, ProblemOut)
    assert [wrong.field for wrong in found.parsed.errors] == ["page_size"]
    assert found.parsed.request_id == found.headers["X-Request-ID"]


def test_what_is_not_there_comes_as_a_typed_problem(client: Client) -> None:
    found = get_tutorial_event.sync("none/of that code?", client=client)

    assert isinstance(found, ProblemOut)
    assert (found.status, found.errors) == (404, [])


def test_a_search_by_a_link_finds_the_same_and_is_not_sent_again(client: Client) -> None:
    held = search_unified_by_query.sync_detailed(client=client, q="CM2", venues=["Live Online"])
    again = search_unified_by_query.sync_detailed(
        client=client, q="CM2", venues=["Live Online"], if_none_match=held.headers["ETag"]
    )
    body = SearchRequest(search_query="CM2", filters=SearchFilters(venues=["Live Online"]))

    assert isinstance(held.parsed, SearchPageOut)
    assert held.parsed.products
    assert held.parsed == search_unified.sync(client=client, body=body)
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_what_is_held_is_not_sent_again(client: Client) -> None:
    held = list_tutorial_events.sync_detailed(client=client)
    tag = held.headers["ETag"]
    again = list_tutorial_events.sync_detailed(client=client, if_none_match=tag)
    other = list_tutorial_events.sync_detailed(client=client, if_none_match=tag, page=2)

    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    assert again.headers["ETag"] == tag
    assert other.status_code == HTTPStatus.OK


def test_a_status_that_the_document_does_not_name_is_raised(address: str) -> None:
    lost = Client(base_url=f"{address}/nowhere", raise_on_unexpected_status=True)

    with lost, pytest.raises(UnexpectedStatus):
        list_tutorial_events.sync(client=lost)
