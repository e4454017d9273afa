"""Routes for search as you type, with the same index as the search."""

from api.http.caching.catalogue_response import CatalogueResponse, tagged_response
from api.http.meeting_links import LINKS
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.extras import combined, from_catalogue, links
from api.rendering.gzip import Part, uncached_part
from api.rendering.json import write_json
from api.rendering.search_page import hit_parts
from api.schemas.search.params import AdvancedFuzzyQuery, DefaultDataQuery, FuzzyQuery
from api.schemas.search.suggestions import DefaultDataOut, FuzzyMatchesOut
from domain.search.query import SearchQuery
from domain.search.search_index import SearchIndex
from domain.search.suggestions import (
    DefaultData,
    DefaultInfo,
    FuzzyMatches,
    SearchInfo,
    narrowing,
)

router = Router(tags=["Search"])
FIRST_PRODUCT = "$response.body#/popular_products/0"
DEFAULT_INFO = write_json(DefaultInfo(query="", type="default"))


def _default_data(catalogue: SearchIndex, query: SearchQuery, with_links: bool) -> list[Part]:  # noqa: FBT001 (as `Write`)
    rest = b'],"suggested_filters":%b,"total_count":%d,"search_info":%b}' % (
        write_json(catalogue.suggestions()),
        catalogue.size,
        DEFAULT_INFO,
    )
    found = catalogue.search(query).hits
    return [
        uncached_part(b'{"popular_products":['),
        *hit_parts(found, with_links=with_links),
        uncached_part(rest),
    ]


def _matches(catalogue: SearchIndex, query: SearchQuery, with_links: bool) -> list[Part]:  # noqa: FBT001 (as `Write`)
    results = catalogue.search(query)
    count = results.pagination.total_count
    narrowed = narrowing(catalogue.suggestions(), results.filter_counts)
    info = SearchInfo(
        query=query.text,
        matches_found=count,
        min_score=query.min_score,
        limit=query.page.page_size,
    )
    rest = b'],"total_count":%d,"suggested_filters":%b,"search_info":%b}' % (
        count,
        write_json(narrowed),
        write_json(info),
    )
    return [
        uncached_part(b'{"products":['),
        *hit_parts(results.hits, with_links=with_links),
        uncached_part(rest),
    ]


@router.get(
    "/default-data/",
    response=DefaultDataOut,
    auth=LINKS,
    operation_id="getSearchDefaults",
    summary="Get the initial content of a search page",
    openapi_extra=combined(
        links(
            listPreviousTutorialProducts={
                "exam_session": f"{FIRST_PRODUCT}/exam_session_id",
                "subject_code": f"{FIRST_PRODUCT}/subject_code",
            }
        ),
        from_catalogue(),
    ),
)
def get_default_data(
    request: ApiRequest, query: Query[DefaultDataQuery]
) -> CatalogueResponse[DefaultData]:
    """Return the first products in the default order, and the names of everything for sale.

    The popular products do not include bundles; the total count does.
    """
    return tagged_response(request, query.query(), _default_data)


@router.get(
    "/fuzzy/",
    response=FuzzyMatchesOut,
    auth=LINKS,
    operation_id="searchFuzzily",
    summary="Search as you type",
    openapi_extra=from_catalogue(),
)
def search_fuzzily(
    request: ApiRequest, query: Query[FuzzyQuery]
) -> CatalogueResponse[FuzzyMatches]:
    """Return the best matches for a text, and the filters that narrow them.

    Without a text, it returns all products and bundles in the default order.
    """
    return tagged_response(request, query.query(), _matches)


@router.get(
    "/advanced-fuzzy/",
    response=FuzzyMatchesOut,
    auth=LINKS,
    operation_id="searchFuzzilyWithFilters",
    summary="Search as you type, with filters",
    openapi_extra=from_catalogue(),
)
def search_fuzzily_with_filters(
    request: ApiRequest, query: Query[AdvancedFuzzyQuery]
) -> CatalogueResponse[FuzzyMatches]:
    """Return the best matches for a text within filters, or all products without a text.

    The result includes bundles. Repeat subjects and categories, or separate them by commas.
    """
    return tagged_response(request, query.query(), _matches)
