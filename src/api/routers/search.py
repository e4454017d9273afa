"""The unified search: every product for sale, with its variations, events and sessions."""

from django.utils import timezone

from api.http.caching.catalogue_response import (
    ANOTHER,
    CatalogueResponse,
    catalogue_response,
    content_of,
    tagged_response,
    takes_gzip,
)
from api.http.caching.conditional import until_midnight
from api.http.meeting_links import LINKS, sees_links
from api.http.parsing.body import parse_json
from api.http.parsing.strict_params import Body, Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.extras import combined, from_catalogue, links
from api.rendering.gzip import Part
from api.rendering.search_page import results_parts
from api.schemas.search.params import SearchShortcuts, UnifiedQuery
from api.schemas.search.request import SearchRequest
from api.schemas.search.results import SearchPageOut
from domain.search.query import SearchQuery
from domain.search.results import SearchPage
from domain.search.search_index import SearchIndex

router = Router(tags=["Search"])
FIRST_EVENT = "$response.body#/products/0/variations/0/events/0/code"


def _found(catalogue: SearchIndex, query: SearchQuery, with_links: bool) -> list[Part]:  # noqa: FBT001 (as `Write`)
    return results_parts(catalogue.search(query), with_links=with_links)


@router.post(
    "/unified/",
    response=SearchPageOut,
    auth=LINKS,
    operation_id="searchUnified",
    summary="Search all products for sale",
    openapi_extra=combined({"requestBody": {"required": False}}, from_catalogue()),
)
def search_unified(
    request: ApiRequest,
    shortcuts: Query[SearchShortcuts],
    body: Body[SearchRequest],
) -> CatalogueResponse[SearchPage]:
    """Find products by words, codes and filters, and count the values of every filter.

    Each result is a catalogue product for one subject and exam session. The variations of a
    tutorial contain its events, and each event contains its sessions, in local time. The results
    include bundles; a bundle matches if one of its components satisfies all filters. Results are
    ordered by match quality, and `matched_on` lists where each word matched. Without a text, they
    are ordered by subject code, product short name, id.
    """
    linked, compressed = sees_links(request), takes_gzip(request)

    def another(content: bytes, catalogue: SearchIndex) -> bytes:
        asked = SearchRequest.model_validate(parse_json(content))
        query = asked.query(shortcuts.chosen(), shortcuts.sort)
        return content_of(_found(catalogue, query, linked), compressed=compressed)

    request.META[ANOTHER] = another
    # No validator, because caches do not store responses to POST.
    return catalogue_response(request, body.query(shortcuts.chosen(), shortcuts.sort), _found)


@router.get(
    "/unified/",
    response=SearchPageOut,
    auth=LINKS,
    operation_id="searchUnifiedByQuery",
    summary="Search with a link",
    openapi_extra=combined(links(getTutorialEvent={"code": FIRST_EVENT}), from_catalogue()),
)
def search_unified_by_query(
    request: ApiRequest, query: Query[UnifiedQuery]
) -> CatalogueResponse[SearchPage]:
    """Return the same response body as the POST request, in a form that caches can store.

    The ETag depends on the request and on all data for sale. Repeat a parameter to give several
    values; codes and filter groups can also be separated by commas.
    """
    response = tagged_response(request, query.query(), _found)
    response.headers.setdefault("Cache-Control", until_midnight(timezone.localtime()))
    return response
