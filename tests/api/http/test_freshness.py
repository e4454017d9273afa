"""An answer names its catalogue, and says how old it is; a request can name what it must see."""

from dataclasses import replace

import pytest
from django.test import override_settings

from domain.access.callers import Scope
from domain.ports.ports import Ports
from domain.search.live.live_index import LiveSearchIndex
from domain.search.ports import CatalogueSource, Reading
from tests.api.clients import client_of
from tests.api.operations import OPERATIONS, is_read
from tests.api.responses import EVENTS, SEARCH, get, post, problem
from tests.callers import token_of

ADDRESSES = [SEARCH, f"{SEARCH}?q=CM2", EVENTS, "/api/search/default-data/", "/api/search/fuzzy/"]


class AgedSource(LiveSearchIndex):
    """A catalogue of a fixed age, which notes the versions that requests name."""

    def __init__(self, source: CatalogueSource, age: float | None) -> None:
        self.source, self.age = source, age
        self.named: list[str | None] = []

    def read(self, version: str | None = None) -> Reading:
        self.named.append(version)
        if version == "never":
            raise TimeoutError
        return Reading(self.source.current(), self.age)


def aged(ports: Ports, age: float | None) -> AgedSource:
    return AgedSource(ports.catalogue, age)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("age", "expected"), [(None, None), (0.2, "0"), (3.9, "3")])
def test_a_response_from_the_last_catalogue_has_an_age(
    ports: Ports, address: str, age: float | None, expected: str | None
) -> None:
    client = client_of(replace(ports, catalogue=aged(ports, age)))

    for _ in ("new", "cached"):
        response = get(client, address)
        assert (response.status_code, response.headers.get("Age")) == (200, expected)
        assert response.headers["Catalogue-Version"] == ports.catalogue.current().version
    again = get(client, address, **{"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers.get("Age")) == (304, expected)
    assert again.headers["Catalogue-Version"] == response.headers["Catalogue-Version"]


@override_settings(SEARCH_S_MAXAGE=10)
@pytest.mark.parametrize(("age", "is_fresh"), [(None, True), (3.9, False)])
def test_a_cdn_does_not_serve_an_old_answer_again(
    ports: Ports, age: float | None, is_fresh: bool
) -> None:
    client = client_of(replace(ports, catalogue=aged(ports, age)))

    for _ in ("new", "cached"):
        response = get(client, f"{SEARCH}?q=CM2")
        again = get(client, f"{SEARCH}?q=CM2", **{"If-None-Match": response.headers["ETag"]})
        for each in (response, again):
            assert ("s-maxage=10" in each.headers["Cache-Control"]) == is_fresh
            assert (each.headers["Cache-Control"] == "no-cache") != is_fresh


def test_a_version_that_a_request_names_is_waited_for(ports: Ports) -> None:
    source = aged(ports, None)
    client = client_of(replace(ports, catalogue=source))

    assert get(client, EVENTS, **{"Catalogue-Version": "7"}).status_code == 200
    problem(get(client, SEARCH, **{"Catalogue-Version": "never"}), 503)
    assert source.named == ["7", "never"]
    assert post(client, {}).status_code == 200
    assert source.named[2:] == [None]


def test_every_route_with_the_header_waits_for_a_version(ports: Ports) -> None:
    client = client_of(replace(ports, catalogue=aged(ports, None)))
    headers = {"Authorization": f"Bearer {token_of(*Scope)}", "Catalogue-Version": "never"}

    for operation in OPERATIONS:
        names = {parameter["name"] for parameter in operation.definition["parameters"]}
        waits = "Catalogue-Version" in names
        if waits or is_read(operation):
            response = operation.ask(client, **headers)
            assert (response.status_code == 503) == waits, operation


def test_readiness_shows_whether_responses_are_up_to_date(ports: Ports) -> None:
    for age, expected in ((None, "current"), (2.0, "catching up")):
        client = client_of(replace(ports, catalogue=aged(ports, age)))
        response = get(client, "/api/health/ready/")
        assert response.json() == {"status": "ready", "catalogue": expected}
