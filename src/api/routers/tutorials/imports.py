"""Imports of plans."""

from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from ninja import Path
from ninja.responses import Status

from api.http.access import needs
from api.http.parsing.strict_params import Upload
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.extras import combined, queues, repeatable
from api.schemas.output import Id
from api.schemas.tutorials.clashes import ClashProblemOut
from api.schemas.tutorials.imports import PlanImportOut, PlanRefusedOut
from api.schemas.tutorials.uploads import PlanUpload
from domain.access.callers import Scope
from domain.plans.imports import ImportState, PlanImport

router = Router(tags=["Tutorials"])
WRITE = needs(Scope.TUTORIALS_WRITE)
IMPORTS = "/imports/"


@router.post(
    IMPORTS,
    response={201: PlanImportOut, 202: PlanImportOut, 409: ClashProblemOut, 422: PlanRefusedOut},
    auth=WRITE,
    operation_id="importTutorials",
    summary="Import a plan of tutorials",
    openapi_extra=combined(queues(), repeatable()),
)
def import_plan(
    request: ApiRequest, upload: Upload[PlanUpload], response: HttpResponse
) -> Status[PlanImport]:
    """Store all events of a spreadsheet or, if it has an error, nothing.

    It is the import of the command `import_tutorials`. A small file is imported at once (201).
    A larger one is queued (202): ask the address in `Location` until the state is another. A file
    with errors is refused; the problem has the report, with the cell of each error. Sessions that
    clash are stored and reported, or with `refuse_clashes` refused (409).
    """
    plan, caller = upload.plan(), request.caller
    by = f"{caller.kind} {caller.name}" if caller else ""
    found = request.ports.imports.submit(plan, by=by)
    response["Location"] = reverse("api:get_import", kwargs={"import_id": found.id})
    return Status(202 if found.state == ImportState.QUEUED else 201, found)


@router.get(
    IMPORTS + "{import_id}/",
    response=PlanImportOut,
    auth=WRITE,
    operation_id="getTutorialImport",
    summary="Get an import of a plan",
)
def get_import(
    request: ApiRequest,
    # Not the strict type of requests: the response to any other value is 404.
    import_id: Annotated[Id, Path(description="The id of the import.", examples=[7])],
) -> PlanImport:
    """Return an import: its state, and its report when it has ended. It is kept for 90 days."""
    return request.ports.imports.get(import_id)
