"""The route that lists clashes between stored sessions."""

from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.schemas.params import ClashQuery
from api.schemas.tutorials.clashes import ClashPageOut
from domain.clashes.listed import ListedClash
from domain.clashes.overlaps import clashes
from domain.paging import Page, Pagination

router = Router(tags=["Tutorials"])


@router.get(
    "/clashes/",
    response=ClashPageOut,
    operation_id="listTutorialClashes",
    summary="List clashes of sessions",
)
def list_clashes(request: ApiRequest, query: Query[ClashQuery]) -> Page[ListedClash]:
    """Return one page of the pairs of sessions at the same time in one venue or of one instructor.

    Two sessions do not clash if one ends when the other starts. `Live Online`, `To be confirmed`
    and blank do not count as venues. Sessions of cancelled events are left out.
    """
    all_clashes = clashes(request.ports.tutorials.booked(query.first_day, query.last_day))
    page = query.request()
    shown = [ListedClash.of(each) for each in all_clashes[page.start : page.stop]]
    return Page(items=shown, pagination=Pagination.of(page, len(all_clashes)))
