"""What an operator asks of the service: which one it is, and whether it works."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from api.http.conditional import NEVER
from api.http.request import ApiRequest
from api.http.strict_params import StrictQuery
from api.openapi.extras import dataless, told, unkept
from api.rendering.json import JsonWriter, json_response
from api.schemas.params import NoQuery

router = Router(tags=["Service"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceVersion:
    """The API's version, and the commit of the code that answers; null where nobody knows."""

    version: str
    commit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Liveness:
    """The process answers."""

    status: Literal["alive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Searches are answered."""

    status: Literal["ready"]


VERSION = JsonWriter[ServiceVersion](ServiceVersion)
ALIVE = JsonWriter[Liveness](Liveness).write(Liveness(status="alive"))
READY = JsonWriter[Readiness](Readiness).write(Readiness(status="ready"))


@router.get(
    "/version/",
    response=ServiceVersion,
    operation_id="getVersion",
    openapi_extra=dataless(),
    summary="Get the version",
)
def get_version(
    request: ApiRequest,  # noqa: ARG001 (Ninja gives it to every handler)
    query: Annotated[NoQuery, StrictQuery(...)],  # noqa: ARG001 (reading it refuses any parameter)
) -> HttpResponse:
    """Return the version of the API and the commit of the code that answers."""
    answer = ServiceVersion(version=settings.PROJECT.version, commit=settings.COMMIT)
    return json_response(VERSION.write(answer))


@router.get(
    "/health/live/",
    response=Liveness,
    operation_id="getLiveness",
    openapi_extra=told(unkept(), dataless()),
    summary="Ask whether the process answers",
)
def get_liveness(
    request: ApiRequest,  # noqa: ARG001 (Ninja gives it to every handler)
    query: Annotated[NoQuery, StrictQuery(...)],  # noqa: ARG001 (reading it refuses any parameter)
) -> HttpResponse:
    """Return `alive`, whatever else is away; without an answer the process is to be restarted."""
    return _momentary(ALIVE)


@router.get(
    "/health/ready/",
    response=Readiness,
    operation_id="getReadiness",
    openapi_extra=unkept(),
    summary="Ask whether searches are answered",
)
def get_readiness(
    request: ApiRequest,
    query: Annotated[NoQuery, StrictQuery(...)],  # noqa: ARG001 (reading it refuses any parameter)
) -> HttpResponse:
    """Return `ready` when the catalogue is built and the database answers, else a 503."""
    request.ports.catalogue.current()
    return _momentary(READY)


def _momentary(body: bytes) -> HttpResponse:
    response = json_response(body)
    response["Cache-Control"] = NEVER
    return response
