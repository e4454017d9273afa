"""The documentation page works offline and under the Content-Security-Policy."""

import re
from contextlib import closing
from hashlib import sha256

import pytest
from django.test import Client

from config.environment import ROOT
from tests.api.responses import get


@pytest.fixture
def page(client: Client) -> str:
    response = get(client, "/api/docs")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
    return response.content.decode()


def test_the_policy_allows_no_other_origin(client: Client) -> None:
    policy = get(client, "/api/docs").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


# To close a file ends a request, and with that Django looks after its connections.
@pytest.mark.django_db
def test_the_page_only_loads_local_files(client: Client, page: str) -> None:
    addresses = re.findall(r'<(?:link|script|img)[^>]* (?:src|href)="([^"]+)"', page)

    assert any(address.endswith("swagger-ui-bundle.js") for address in addresses)
    for address in addresses:
        assert address.startswith("/static/")
        with closing(client.get(address)) as file:
            assert file.status_code == 200, address


def test_the_page_has_no_inline_script_or_style(page: str) -> None:
    scripts = re.findall(r"<script([^>]*)>", page)

    assert scripts
    for attributes in scripts:
        assert "src=" in attributes
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


def test_the_page_shows_the_document(page: str) -> None:
    assert 'data-document="/api/openapi.json"' in page


def test_the_page_is_the_same_for_everyone(client: Client) -> None:
    response = get(client, "/api/docs")

    assert not response.headers.keys() & {"Vary", "Set-Cookie"}


def test_third_party_files_have_their_published_checksums() -> None:
    folder = ROOT / "src/api/static/api/swagger-ui"
    known = dict(line.split()[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())

    assert known == {
        file.name: sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name != "SHA256SUMS"
    }


def test_the_root_of_the_api_redirects_to_the_page(client: Client) -> None:
    response = client.get("/api/")

    assert (response.status_code, response.headers["Location"]) == (302, "/api/docs")
