"""Builds the JSON of a search response from cached parts: each hit is serialised once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from weakref import WeakKeyDictionary

from api.rendering.gzip import Part, cached_part, uncached_part
from api.rendering.json import write_json
from domain.search.hits.products import TutorialHit
from domain.search.results import (
    Hit,
    MatchedHit,
    SearchResults,
)
from domain.tutorials.meeting_links import without_links

# The end of the JSON of an indexed hit; replaced by the matches of the query.
NO_MATCHES = b"[]}"
# An entry is removed when the index that contains the hit is deleted.
_hit_parts: WeakKeyDictionary[Hit, Part] = WeakKeyDictionary()
# The same without the links of meetings.
_linkless_parts: WeakKeyDictionary[Hit, Part] = WeakKeyDictionary()


def results_parts(results: SearchResults, *, with_links: bool = True) -> list[Part]:
    """Return the parts of a `SearchPage`."""
    counts, pagination = write_json(results.filter_counts), write_json(results.pagination)
    end = b'],"filter_counts":%b,"pagination":%b}' % (counts, pagination)
    found = hit_parts(results.hits, with_links=with_links)
    return [uncached_part(b'{"products":['), *found, uncached_part(end)]


def hit_parts(found: Iterable[MatchedHit], *, with_links: bool) -> Iterator[Part]:
    """Yield the parts of hits, separated by commas."""
    comma = b""
    for each in found:
        if comma:
            yield uncached_part(comma)
        yield _hit_part(each.hit, with_links=with_links)
        yield uncached_part(write_json(each.matched_on) + b"}")
        comma = b","


def prepare(hits: Iterable[Hit], *, with_links: bool, most_bytes: int) -> None:
    """Serialise and compress hits before the first request for them, up to a number of bytes."""
    for hit in hits:
        part = _hit_part(hit, with_links=with_links)
        most_bytes -= len(part.plain) + len(part.deflated)
        if most_bytes < 0:
            return


def _hit_part(hit: Hit, *, with_links: bool) -> Part:
    parts = _hit_parts if with_links else _linkless_parts
    part = parts.get(hit)
    if part is None:
        written = write_json(hit if with_links else _without_links(hit))
        if not written.endswith(NO_MATCHES):
            raise ValueError("the matches must be the last field of a hit")
        part = parts[hit] = cached_part(written.removesuffix(NO_MATCHES))
    return part


def _without_links(hit: Hit) -> Hit:
    if not isinstance(hit, TutorialHit):
        return hit
    variations = tuple(
        replace(variation, events=tuple(map(without_links, variation.events)))
        for variation in hit.variations
    )
    return replace(hit, variations=variations)
