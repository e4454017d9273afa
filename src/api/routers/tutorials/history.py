"""The history of tutorial events."""

from dataclasses import replace
from typing import Annotated

from ninja import Path

from api.http.access import needs
from api.http.meeting_links import sees_links
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.schemas.params import PageQuery
from api.schemas.tutorials.history import HistoryPageOut
from api.schemas.types.text import Code
from domain.access.callers import Scope
from domain.history import HistoryEntry
from domain.paging import Page

router = Router(tags=["Tutorials"])


# A code can contain slashes, and servers decode `%2F`.
@router.get(
    "/events/{path:code}/history/",
    response=HistoryPageOut,
    auth=needs(Scope.HISTORY_READ),
    operation_id="listTutorialEventHistory",
    summary="List the changes of a tutorial event",
)
def list_history(
    request: ApiRequest,
    code: Annotated[
        Code,
        Path(description="A code that the event has, or had before.", examples=["CM2-LON-120-27A"]),
    ],
    query: Query[PageQuery],
) -> Page[HistoryEntry]:
    """Return one page of the changes of an event and its sessions, the latest first.

    The database records every change, including changes by other systems. The history of a deleted
    event is kept.
    """
    page = request.ports.history.of_event(code, query.request())
    if sees_links(request):
        return page
    return replace(page, items=[_without_links(entry) for entry in page.items])


def _without_links(entry: HistoryEntry) -> HistoryEntry:
    shown = tuple(
        replace(each, before=None, after=None) if each.field == "url" else each
        for each in entry.fields
    )
    return replace(entry, fields=shown)
