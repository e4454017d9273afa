"""Large exports: one at a time, and created once while the catalogue does not change."""

import pytest
from django.test import Client

from api.http.files import content, responses
from api.http.files.content import Content
from api.http.files.creation_lock import CreationLock
from api.http.files.file_cache import FileCache
from domain.search.listings.documents import CatalogueContents, FilterTree
from domain.search.search_index import SearchIndex
from tests.api.responses import EVENTS, problem

BASE = EVENTS.removesuffix("/")
of_each_format = pytest.mark.parametrize("name", ["csv", "xlsx", "ics"])


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> CreationLock:
    """Treat every export as large, without a wait for the lock, and with an empty cache."""
    lock = CreationLock(most_waiting=0)
    monkeypatch.setattr(responses, "MOST_ROWS_AT_ONCE", 0)
    monkeypatch.setattr(responses, "_lock", lock)
    monkeypatch.setattr(responses, "_cache", FileCache())
    return lock


@of_each_format
def test_an_export_is_refused_while_another_is_created(
    client: Client, lock: CreationLock, name: str
) -> None:
    with lock.acquired():
        refused = client.get(f"{BASE}.{name}")

    assert "`from` and `to`" in problem(refused, 503)["detail"]
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get(f"{BASE}.{name}").status_code == 200


@of_each_format
@pytest.mark.parametrize("most_in_memory", [0, content.MOST_IN_MEMORY])
def test_a_cached_file_is_returned_without_the_lock(
    client: Client,
    lock: CreationLock,
    name: str,
    most_in_memory: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "MOST_IN_MEMORY", most_in_memory)
    first = client.get(f"{BASE}.{name}")
    whole, tag = first.getvalue(), first.headers["ETag"]

    with lock.acquired():
        assert client.get(f"{BASE}.{name}").getvalue() == whole
        unchanged = client.get(f"{BASE}.{name}", headers={"If-None-Match": tag})
        other = client.get(f"{BASE}.{name}?subject=CM2", headers={"If-None-Match": tag})

    assert unchanged.status_code == 304
    assert other.status_code == 503


def test_the_cache_removes_the_oldest_files_and_those_of_another_catalogue() -> None:
    catalogues = [
        SearchIndex(
            CatalogueContents(
                version=version, listings=(), tree=FilterTree(groups=(), facet_groups={})
            )
        )
        for version in ("1", "2")
    ]
    cache = FileCache(most_bytes=10)
    cache.add(catalogues[0], "a", Content(4, b"aaaa"))
    cache.add(catalogues[0], "b", Content(4, b"bbbb"))
    cache.add(catalogues[0], "c", Content(4, b"cccc"))

    assert cache.get(catalogues[0], "a") is None
    assert cache.get(catalogues[0], "c") is not None
    assert cache.get(catalogues[1], "c") is None
    cache.add(catalogues[1], "d", Content(11, b"d" * 11))
    assert cache.get(catalogues[1], "d") is None
    assert cache.get(catalogues[0], "c") is None
