"""The routes that change reference data: the same for each kind."""

from typing import Any

from django.http import HttpResponse

from api.http.access import needs
from api.http.caching.conditional import entity_tag
from api.http.parsing.strict_params import Body
from api.http.request import ApiRequest
from api.http.writing.preconditions import matching_tag
from api.openapi.extras import combined, creates, repeatable, replaces
from api.rendering.json import writer_of
from api.routers.reference.addresses import RecordId, router
from api.routers.reference.kinds import KINDS, Kind
from api.schemas.merge_patch import changed_values, patch_of
from api.schemas.problem import ProblemOut
from api.schemas.reference.records import RecordIn
from domain.access.callers import Scope
from domain.reference import ReferenceRecord

WRITE = needs(Scope.REFERENCE_WRITE)
BASE = "/api/administrate"


def add_routes(kind: Kind, schema: type[RecordIn]) -> None:
    """Add the routes of one kind to the router."""
    output = kind.output
    patch = patch_of(schema, f"{kind.name}Patch", f"a record of the kind {kind.noun}")
    one, all_ = f"/{kind.path}/{{record_id}}/", f"/{kind.path}/"

    def options(verb: str, **extra: Any) -> dict[str, Any]:
        # Without it, all views of one verb would have the same name.
        name = f"{verb.lower()}_{kind.path.replace('-', '_')}"
        return {
            "operation_id": f"{verb.lower()}{kind.name}",
            "summary": f"{verb} one record of the kind {kind.noun}",
            "url_name": name,
            **extra,
        }

    @router.post(
        all_,
        response={201: output, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=combined(creates(), repeatable()),
        **options("Create"),
    )
    def create(request: ApiRequest, body: Body[schema], response: HttpResponse) -> Any:  # type: ignore[valid-type]
        """Store a new record, and return it."""
        record = request.ports.reference.add(kind.entity, body.model_dump())  # type: ignore[attr-defined]
        response["Location"] = f"{BASE}/{kind.path}/{record.id}/"
        return _tagged(kind, record, response)

    @router.put(
        one,
        response={200: output, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=replaces(),
        **options("Replace"),
    )
    def replace(
        request: ApiRequest,
        record_id: RecordId,
        body: Body[schema],  # type: ignore[valid-type]
        response: HttpResponse,
    ) -> Any:
        """Replace the record with the one in the body, and return it."""
        stored = _locked(request, kind, record_id)
        changed = request.ports.reference.change(stored, body.model_dump())  # type: ignore[attr-defined]
        return _tagged(kind, changed, response)

    @router.patch(
        one,
        response={200: output, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=replaces(),
        **options("Change"),
    )
    def change(
        request: ApiRequest,
        record_id: RecordId,
        body: Body[patch],  # type: ignore[valid-type]
        response: HttpResponse,
    ) -> Any:
        """Change the fields in the body, a JSON Merge Patch (RFC 7396), and return the record."""
        stored = _locked(request, kind, record_id)
        values = {name: getattr(stored, name) for name in schema.model_fields}
        changed = request.ports.reference.change(stored, changed_values(schema, values, body))
        return _tagged(kind, changed, response)

    @router.delete(
        one,
        response={204: None, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=replaces(has_content=False),
        **options("Delete"),
    )
    def delete(request: ApiRequest, record_id: RecordId) -> None:
        """Delete a record. The response is 409 if other data refers to it."""
        request.ports.reference.delete(_locked(request, kind, record_id))

    for view in (create, replace, change):
        view.__annotations__["return"] = kind.entity


for _kind in KINDS:
    if _kind.input:
        add_routes(_kind, _kind.input)


def _locked(request: ApiRequest, kind: Kind, record_id: int) -> ReferenceRecord:
    check = matching_tag(request)
    record = request.ports.reference.get(kind.entity, record_id, locked=True)
    check(_tag(kind, record))
    return record


def _tagged(kind: Kind, record: ReferenceRecord, response: HttpResponse) -> ReferenceRecord:
    response["ETag"] = _tag(kind, record)
    return record


def _tag(kind: Kind, record: ReferenceRecord) -> str:
    return entity_tag(writer_of(kind.output).write(record))
