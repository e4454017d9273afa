"""Changes of reference data: the same routes for each kind."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from api.http.access import may, needs, sees
from api.http.caching.conditional import entity_tag
from api.http.parsing.strict_params import Body
from api.http.parsing.validation_errors import checked
from api.http.request import ApiRequest
from api.http.writing.preconditions import matching_tag
from api.openapi.extras import combined, creates, repeatable, replaces
from api.rendering.json import writer_of
from api.routers.reference.addresses import RecordId, router
from api.schemas.merge_patch import merged, patch_of
from api.schemas.problem import ProblemOut
from api.schemas.reference import input as inputs
from api.schemas.reference import output as outputs
from domain.access.callers import Scope
from domain.reference import (
    CourseTemplate,
    CustomField,
    Instructor,
    InstructorContact,
    Location,
    PriceLevel,
    ReferenceRecord,
    Venue,
)

READ, WRITE = sees(Scope.REFERENCE_READ), needs(Scope.REFERENCE_WRITE)
BASE = "/api/administrate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of reference data: its entity, its part of the address, its name, its schemas."""

    entity: type[ReferenceRecord]
    path: str
    name: str
    shown: type[outputs.RecordOut]
    given: type[inputs.RecordIn]
    # What everybody may see, where that is less.
    public: type[ReferenceRecord] | None = None
    public_shown: Any = None

    @property
    def noun(self) -> str:
        """Its name in a sentence."""
        return "".join(f" {c.lower()}" if c.isupper() else c for c in self.name).strip()

    def tag(self, record: ReferenceRecord) -> str:
        return entity_tag(writer_of(self.shown).write(record))


KINDS = (
    Kind(
        entity=CourseTemplate,
        path="course-templates",
        name="CourseTemplate",
        shown=outputs.CourseTemplateOut,
        given=inputs.CourseTemplateIn,
    ),
    Kind(
        entity=CustomField,
        path="custom-fields",
        name="CustomField",
        shown=outputs.CustomFieldOut,
        given=inputs.CustomFieldIn,
    ),
    Kind(
        entity=InstructorContact,
        path="instructors",
        name="Instructor",
        shown=outputs.InstructorContactOut,
        given=inputs.InstructorIn,
        public=Instructor,
        public_shown=Annotated[
            outputs.InstructorContactOut | outputs.InstructorOut,
            Field(union_mode="left_to_right"),
        ],
    ),
    Kind(
        entity=Location,
        path="locations",
        name="Location",
        shown=outputs.LocationOut,
        given=inputs.LocationIn,
    ),
    Kind(
        entity=PriceLevel,
        path="price-levels",
        name="PriceLevel",
        shown=outputs.PriceLevelOut,
        given=inputs.PriceLevelIn,
    ),
    Kind(
        entity=Venue,
        path="venues",
        name="Venue",
        shown=outputs.VenueOut,
        given=inputs.VenueIn,
    ),
)


def add_routes(kind: Kind) -> None:
    """Add the routes of one kind to the router."""
    given, shown = kind.given, kind.shown
    patch = patch_of(given, f"{kind.name}Patch", f"a record of the kind {kind.noun}")
    one, all_ = f"/{kind.path}/{{record_id}}/", f"/{kind.path}/"

    def options(verb: str, **extra: Any) -> dict[str, Any]:
        # Ninja names the address of a view by its function.
        name = f"{verb.lower()}_{kind.path.replace('-', '_')}"
        return {
            "operation_id": f"{verb.lower()}{kind.name}",
            "summary": f"{verb} one record of the kind {kind.noun}",
            "url_name": name,
            **extra,
        }

    @router.post(
        all_,
        response={201: shown, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=combined(creates(), repeatable()),
        **options("Create"),
    )
    def create(request: ApiRequest, body: Body[given], response: HttpResponse) -> Any:  # type: ignore[valid-type]
        """Store a new record, and return it."""
        record = request.ports.reference.add(kind.entity, body.model_dump())  # type: ignore[attr-defined]
        response["Location"] = f"{BASE}/{kind.path}/{record.id}/"
        return _tagged(kind, record, response)

    @router.get(
        one,
        response=kind.public_shown or shown,
        auth=READ if kind.public else None,
        **options("Get"),
    )
    def read(request: ApiRequest, record_id: RecordId) -> Any:
        """Return one record."""
        sees_all = not kind.public or may(request, Scope.REFERENCE_READ, Scope.REFERENCE_WRITE)
        entity = kind.entity if sees_all or kind.public is None else kind.public
        return request.ports.reference.get(entity, record_id)

    @router.put(
        one,
        response={200: shown, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=replaces(),
        **options("Replace"),
    )
    def replace(
        request: ApiRequest,
        record_id: RecordId,
        body: Body[given],  # type: ignore[valid-type]
        response: HttpResponse,
    ) -> Any:
        """Make the record as the body has it, and return it."""
        stored = _locked(request, kind, record_id)
        changed = request.ports.reference.change(stored, body.model_dump())  # type: ignore[attr-defined]
        return _tagged(kind, changed, response)

    @router.patch(
        one,
        response={200: shown, 409: ProblemOut},
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
        """Change the fields that the body has, by JSON Merge Patch (RFC 7396)."""
        stored = _locked(request, kind, record_id)
        values = {name: getattr(stored, name) for name in given.model_fields}
        whole = checked(given, merged(values, body))
        touched = body.model_dump(exclude_unset=True)  # type: ignore[attr-defined]
        wanted = {name: getattr(whole, name) for name in touched}
        return _tagged(kind, request.ports.reference.change(stored, wanted), response)

    @router.delete(
        one,
        response={204: None, 409: ProblemOut},
        auth=WRITE,
        openapi_extra=replaces(has_content=False),
        **options("Delete"),
    )
    def delete(request: ApiRequest, record_id: RecordId) -> None:
        """Delete a record. It is refused while other data refers to it."""
        request.ports.reference.delete(_locked(request, kind, record_id))

    for view in (create, replace, change):
        view.__annotations__["return"] = kind.entity
    read.__annotations__["return"] = kind.entity | kind.public if kind.public else kind.entity


for _kind in KINDS:
    add_routes(_kind)


def _locked(request: ApiRequest, kind: Kind, record_id: int) -> ReferenceRecord:
    check = matching_tag(request)
    record = request.ports.reference.get(kind.entity, record_id, locked=True)
    check(kind.tag(record))
    return record


def _tagged(kind: Kind, record: ReferenceRecord, response: HttpResponse) -> ReferenceRecord:
    response["ETag"] = kind.tag(record)
    return record
