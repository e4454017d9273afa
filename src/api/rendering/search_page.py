"""A search's answer as JSON, joined from pieces: each hit is written once per version of it."""

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from api.rendering.gzip import Part, kept_part, passing_part
from api.rendering.json import JsonWriter
from domain.paging import Pagination
from domain.search.results import FilterCounts, Hit, Match
from domain.search.search_index import Found, SearchAnswer

HIT, MATCHES = JsonWriter[Hit](Hit), JsonWriter[tuple[Match, ...]](tuple[Match, ...])
COUNTS, PAGINATION = JsonWriter[FilterCounts](FilterCounts), JsonWriter[Pagination](Pagination)
# How a hit ends that is in the catalogue; in an answer the matches of the query stand there.
NO_MATCHES = b"[]}"
# Gone when the catalogue that holds the hit is gone.
_pieces: WeakKeyDictionary[Hit, Part] = WeakKeyDictionary()


def answer_parts(answer: SearchAnswer) -> list[Part]:
    """Return the parts of a `SearchPage`."""
    counts, pagination = COUNTS.write(answer.filter_counts), PAGINATION.write(answer.pagination)
    end = b'],"filter_counts":%b,"pagination":%b}' % (counts, pagination)
    return [passing_part(b'{"products":['), *hit_parts(answer.found), passing_part(end)]


def hit_parts(found: Iterable[Found]) -> Iterator[Part]:
    """Yield the parts of hits with a comma between each two."""
    comma = b""
    for each in found:
        if comma:
            yield passing_part(comma)
        yield _piece(each.hit)
        yield passing_part(MATCHES.write(each.matched_on) + b"}")
        comma = b","


def _piece(hit: Hit) -> Part:
    piece = _pieces.get(hit)
    if piece is None:
        written = HIT.write(hit)
        if not written.endswith(NO_MATCHES):
            raise ValueError("a hit's matches are not the last of its fields")
        piece = _pieces[hit] = kept_part(written.removesuffix(NO_MATCHES))
    return piece
