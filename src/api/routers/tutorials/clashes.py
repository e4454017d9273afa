"""Clashes between stored sessions, whoever wrote them."""

from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.schemas.params import ClashQuery
from api.schemas.tutorials.clashes import ClashPageOut
from domain.clashes import Clash, clashes
from domain.paging import Page, Pagination

router = Router(tags=["Tutorials"])


@router.get(
    "/clashes/",
    response=ClashPageOut,
    operation_id="listTutorialClashes",
    summary="List clashes of sessions",
)
def list_clashes(request: ApiRequest, query: Query[ClashQuery]) -> Page[Clash]:
    """Return one page of the pairs of sessions that are at the same time in the same venue.

    Times are half-open: two sessions back to back do not clash. `Live Online`, `To be confirmed`
    and blank are no venues.
    """
    found = clashes(request.ports.tutorials.booked(query.first_day, query.last_day))
    page = query.request()
    return Page(items=found[page.start : page.stop], pagination=Pagination.of(page, len(found)))
