"""Version and health routes for operators."""

from django.conf import settings
from django.http import HttpResponse

from api.http.caching.conditional import NEVER
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.extras import combined, without_data, without_validator
from api.schemas.health import LivenessOut, ReadinessOut, VersionOut

router = Router(tags=["Service"])


@router.get(
    "/version/",
    response=VersionOut,
    operation_id="getVersion",
    summary="Get the version",
    openapi_extra=without_data(),
)
def get_version(request: ApiRequest) -> VersionOut:  # noqa: ARG001 (Ninja passes it)
    """Return the version of the API and the commit that is running."""
    return VersionOut(version=settings.PROJECT.version, commit=settings.COMMIT)


@router.get(
    "/health/live/",
    response=LivenessOut,
    operation_id="getLiveness",
    summary="Check that the process is alive",
    openapi_extra=combined(without_validator(), without_data()),
)
def get_liveness(
    request: ApiRequest,  # noqa: ARG001 (Ninja passes it)
    response: HttpResponse,
) -> LivenessOut:
    """Return `alive`, without using the database. Restart a process that does not respond."""
    response.headers["Cache-Control"] = NEVER
    return LivenessOut(status="alive")


@router.get(
    "/health/ready/",
    response=ReadinessOut,
    operation_id="getReadiness",
    summary="Check that the service is ready",
    openapi_extra=without_validator(),
)
def get_readiness(request: ApiRequest, response: HttpResponse) -> ReadinessOut:
    """Return `ready` if the search index is built and the database responds, otherwise 503.

    The service is also ready while it reads very many changes. Responses then come from the last
    catalogue, and `catalogue` is `catching up`.
    """
    _, age = request.ports.catalogue.read()
    response.headers["Cache-Control"] = NEVER
    return ReadinessOut(status="ready", catalogue="current" if age is None else "catching up")
