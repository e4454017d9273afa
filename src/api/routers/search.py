"""The unified search: every product for sale, with its variations, events and sessions."""

from django.utils import timezone

from api.http.catalogue_response import CatalogueResponse, answer, tagged_answer
from api.http.conditional import until_midnight
from api.http.request import ApiRequest
from api.http.router import Router
from api.http.strict_params import Body, Query
from api.openapi.extras import links
from api.rendering.gzip import Part
from api.rendering.search_page import answer_parts
from api.schemas.params import SearchShortcuts, UnifiedQuery
from api.schemas.results import SearchPageOut
from api.schemas.search import SearchRequest
from domain.search.query import SearchQuery
from domain.search.results import SearchPage
from domain.search.search_index import SearchIndex

router = Router(tags=["Search"])
FIRST_EVENT = "$response.body#/products/0/variations/0/events/0/code"


def _found(catalogue: SearchIndex, asked: SearchQuery) -> list[Part]:
    return answer_parts(catalogue.search(asked))


@router.post(
    "/unified/",
    response=SearchPageOut,
    operation_id="searchUnified",
    summary="Search everything that is for sale",
    openapi_extra={"requestBody": {"required": False}},
)
def search_unified(
    request: ApiRequest,
    shortcuts: Query[SearchShortcuts],
    body: Body[SearchRequest],
) -> CatalogueResponse[SearchPage]:
    """Find products by words, codes and filters, with the counts of every filter's values.

    One product stands for a catalogue product in an exam session's subject; a tutorial has its
    events in its variations, and each event its sessions, at the place's own time. Bundles are
    among the products; one is found when one component of it satisfies all filters. Without a
    query the order is subject code, product short name, id; with one, the best first, and each
    product says where the query's words matched it.
    """
    # Without a validator: an answer to POST is nobody's to keep, so there is nothing to compare.
    return answer(request, body.query(shortcuts.chosen(), shortcuts.sort), _found)


@router.get(
    "/unified/",
    response=SearchPageOut,
    operation_id="searchUnifiedByQuery",
    summary="Search by a link that can be kept",
    openapi_extra=links(getTutorialEvent={"code": FIRST_EVENT}),
)
def search_unified_by_query(
    request: ApiRequest, query: Query[UnifiedQuery]
) -> CatalogueResponse[SearchPage]:
    """Find what the same search by POST finds, byte for byte, for caches to keep.

    Its ETag changes with everything that is for sale, and with what is asked. Parameters of many
    values are repeated; codes and filter groups can be separated by commas too.
    """
    response = tagged_answer(request, query.query(), _found)
    response.headers["Cache-Control"] = until_midnight(timezone.localtime())
    return response
