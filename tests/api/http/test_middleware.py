"""The HTTP rules for every path under /api/."""

import pytest
from django.test import Client, override_settings

from tests.api.responses import EVENTS, SEARCH, get, problem

READ_ONLY = ["/api/version/", "/api/search/fuzzy/", "/api/tutorials/list/"]
GETTABLE = [
    EVENTS,
    f"{EVENTS}CM2-01-26A/",
    "/api/administrate/venues/",
    "/api/openapi.json",
    "/api/docs",
]


@pytest.mark.parametrize("address", ["/api/nothing", "/api/nothing/", "/api/search/", "/api/docs/"])
def test_an_unknown_address_is_a_problem(client: Client, address: str) -> None:
    error = problem(get(client, address), 404)

    assert error["detail"] == "No route matches this path."
    assert error["instance"] == address


@pytest.mark.parametrize("debug", [True, False])
def test_a_problem_does_not_depend_on_debug(client: Client, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        problem(get(client, "/api/nothing/"), 404)
        problem(client.delete(EVENTS), 405)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "BREW"])
def test_a_search_accepts_only_get_and_post(client: Client, method: str) -> None:
    response = client.generic(method, SEARCH)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("address", READ_ONLY)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_read_route_accepts_no_other_method(client: Client, address: str, method: str) -> None:
    response = client.generic(method, address)

    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", READ_ONLY)
def test_options_lists_the_methods(client: Client, address: str) -> None:
    response = client.options(address)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Content-Security-Policy" in response.headers
    assert not {"Content-Type", "Content-Length"} & set(response.headers)


def test_options_of_an_unknown_address_is_not_found(client: Client) -> None:
    problem(client.options("/api/nothing/"), 404)


@pytest.mark.parametrize("address", [*GETTABLE, f"{EVENTS}nothing/", f"{EVENTS}?page=0"])
def test_head_is_get_without_the_body(client: Client, address: str) -> None:
    shown, head = get(client, address), client.head(address)

    assert head.content == b""
    assert head.status_code == shown.status_code
    for header in ("Content-Type", "Content-Length"):
        assert head.headers[header] == shown.headers[header]
    assert int(head.headers["Content-Length"]) == len(shown.content)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_a_missing_slash_is_a_redirect_that_keeps_the_method(client: Client, method: str) -> None:
    response = client.generic(method, f"{EVENTS.rstrip('/')}?page=2")

    assert response.status_code == 308
    assert response.headers["Location"] == f"{EVENTS}?page=2"


def test_the_root_without_a_slash_is_handled(client: Client) -> None:
    assert get(client, "/api").headers["Location"] == "/api/"
    assert "X-Request-ID" not in get(client, "/apix/").headers


def test_a_redirect_keeps_the_body(client: Client) -> None:
    body = b'{"searchQuery": "CM2"}'

    response = client.post(SEARCH.rstrip("/"), body, content_type="application/json", follow=True)

    assert [product["id"] for product in response.json()["products"]] == [1]


@pytest.mark.parametrize(
    ("code", "location"),
    [
        ("CM2-02%20Z%C3%BCrich", "CM2-02%20Z%C3%BCrich/"),
        ("CM2-04%3F%23%25", "CM2-04%3F%23%25/"),
        ("%0DX: 1", "%0DX:%201/"),
    ],
)
def test_a_redirect_keeps_the_encoding_of_a_code(client: Client, code: str, location: str) -> None:
    response = get(client, f"{EVENTS}{code}")

    assert (response.status_code, response.headers["Location"]) == (308, f"{EVENTS}{location}")


def test_a_foreign_host_is_a_bad_request(client: Client) -> None:
    problem(get(client, EVENTS, host="elsewhere.example"), 400)


@pytest.mark.parametrize("given", ["1", "abc-DEF_0.9~", "x" * 100])
def test_a_request_id_is_returned(client: Client, given: str) -> None:
    for address in (EVENTS, "/api/nothing/", EVENTS.rstrip("/")):
        assert get(client, address, **{"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "x" * 101, "a b", "ü", "<script>", "a\tb"])
def test_an_invalid_request_id_is_replaced(client: Client, given: str) -> None:
    made = get(client, EVENTS, **{"X-Request-ID": given}).headers["X-Request-ID"]

    assert len(made) == 32
    assert made != get(client, EVENTS).headers["X-Request-ID"]


def test_other_paths_are_not_changed(client: Client) -> None:
    response = get(client, "/nothing/")

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert "X-Request-ID" not in response.headers
