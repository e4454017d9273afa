"""Hits are serialised before they are asked for, as far as the memory goes."""

import pytest

from api.rendering import search_page
from api.rendering.gzip import Part, cached_part
from api.rendering.search_page import hit_parts, prepare
from domain.search.results import MatchedHit
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import a_product, contents


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the hits that were serialised."""
    found: list[bytes] = []

    def write(plain: bytes) -> Part:
        found.append(plain)
        return cached_part(plain)

    monkeypatch.setattr(search_page, "cached_part", write)
    return found


def test_a_prepared_hit_is_not_serialised_again(written: list[bytes]) -> None:
    hits = [*SearchIndex(contents(a_product(1), a_product(2))).hits()]
    prepare(hits, with_links=True, most_bytes=1_000_000)
    assert len(written) == 2
    parts = [*hit_parts((MatchedHit(hit, ()) for hit in hits), with_links=True)]
    assert len(written) == 2
    assert b'"id":1,' in parts[0].plain


def test_no_more_than_the_memory_is_prepared(written: list[bytes]) -> None:
    prepare(SearchIndex(contents(a_product(1), a_product(2))).hits(), with_links=True, most_bytes=1)
    assert len(written) == 1
