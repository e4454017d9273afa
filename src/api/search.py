"""The unified search: every product for sale, with its variations, events and sessions."""

from typing import Annotated
from weakref import WeakKeyDictionary

from django.http import HttpResponse
from ninja import Router

from api.outputs import JsonWriter, json_response
from api.parameters import StrictBody, StrictQuery
from api.queries import SearchShortcuts
from api.request import ApiRequest
from api.schemas import SearchRequest
from domain.paging import Pagination
from domain.search.hits import FilterCounts, Hit, SearchPage

router = Router(tags=["Search"])

HIT, COUNTS = JsonWriter[Hit](Hit), JsonWriter[FilterCounts](FilterCounts)
PAGINATION = JsonWriter[Pagination](Pagination)
# Each hit's JSON is made once, and goes when the catalogue that holds the hit goes.
_written: WeakKeyDictionary[Hit, bytes] = WeakKeyDictionary()


@router.post(
    "/unified/",
    response=SearchPage,
    operation_id="searchUnified",
    summary="Search everything that is for sale",
    openapi_extra={"requestBody": {"required": False}},
)
def search_unified(
    request: ApiRequest,
    shortcuts: Annotated[SearchShortcuts, StrictQuery(...)],
    body: Annotated[SearchRequest, StrictBody(...)],
) -> HttpResponse:
    """Find products by words, codes and filters, with the counts of every filter's values.

    One product stands for a catalogue product in an exam session's subject; a tutorial has its
    events in its variations, and each event its sessions, at the place's own time. Without a
    query the order is subject code, product short name, id; with one, the best first.
    """
    page = request.ports.catalogue.current().search(body.query(shortcuts.chosen()))
    return json_response(search_json(page))


def search_json(page: SearchPage) -> bytes:
    """Return the page as JSON, put together from each hit's own piece."""
    return b'{"products":[%b],"filter_counts":%b,"pagination":%b}' % (
        b",".join(map(_hit_json, page.products)),
        COUNTS.write(page.filter_counts),
        PAGINATION.write(page.pagination),
    )


def _hit_json(hit: Hit) -> bytes:
    written = _written.get(hit)
    if written is None:
        written = _written[hit] = HIT.write(hit)
    return written
