"""The routes that read reference data: the same for each kind."""

from typing import Any

from api.http.access import may, sees
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest
from api.routers.reference.addresses import RecordId, router
from api.routers.reference.kinds import KINDS, Kind
from api.schemas.params import PageQuery
from domain.access.callers import Scope
from domain.paging import Page
from domain.reference import ReferenceRecord

CONTACTS = (
    "\n\nCallers with the scope `reference:read` or `reference:write` see the e-mail addresses."
)


def add_list(kind: Kind) -> None:
    """Add the route that lists one kind."""

    def list_records(request: ApiRequest, query: Query[PageQuery]) -> Any:
        return request.ports.reference.page(_visible(request, kind), query.request())

    contacts = CONTACTS if kind.public else ""
    name = "".join(word.capitalize() for word in kind.path.split("-"))
    list_records.__annotations__["return"] = (
        Page[kind.entity] | Page[kind.public] if kind.public else Page[kind.entity]  # type: ignore[name-defined]
    )
    router.get(
        f"/{kind.path}/",
        response=kind.page,
        auth=_access(kind),
        operation_id=f"list{name}",
        summary=f"List {kind.plural}",
        description=f"Return one page of {kind.plural}, ordered by id.{contacts}",
        url_name=f"list_{kind.path.replace('-', '_')}",
    )(list_records)


def add_read(kind: Kind) -> None:
    """Add the route that returns one record of one kind."""

    def read(request: ApiRequest, record_id: RecordId) -> Any:
        return request.ports.reference.get(_visible(request, kind), record_id)

    read.__annotations__["return"] = kind.entity | kind.public if kind.public else kind.entity
    router.get(
        f"/{kind.path}/{{record_id}}/",
        response=kind.public_output or kind.output,
        auth=_access(kind),
        operation_id=f"get{kind.name}",
        summary=f"Get one record of the kind {kind.noun}",
        description="Return one record.",
        url_name=f"get_{kind.path.replace('-', '_')}",
    )(read)


def _access(kind: Kind) -> Any:
    return sees(Scope.REFERENCE_READ) if kind.public else None


def _visible(request: ApiRequest, kind: Kind) -> type[ReferenceRecord]:
    if kind.public is None or may(request, Scope.REFERENCE_READ, Scope.REFERENCE_WRITE):
        return kind.entity
    return kind.public


for _kind in KINDS:
    add_list(_kind)
for _kind in KINDS:
    add_read(_kind)
