"""A Ninja operation that serialises in one pass and rejects unknown parameters."""

from typing import Any, cast, override

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.operation import Operation
from ninja.responses import Status

from api.http.negotiation import refuse_unacceptable
from api.http.parsing.strict_params import read_query
from api.http.request import FROM_CATALOGUE, WITHOUT_DATA, ApiRequest, wait_for_version
from api.rendering.json import writer_of
from domain.errors import FieldError, Invalid

JSON = "application/json"
# For these methods, the middleware negotiates after the response is created. For a write, that
# would be too late.
SAFE = {"GET", "HEAD", "OPTIONS"}


class SchemaOperation(Operation):
    """Serialises the result of a handler with its response schema.

    Ninja validates a result, copies it into dictionaries and serialises them with `json`: about
    5 ms for 50 events with 4 sessions each. pydantic-core validates and serialises it in 1 ms. An
    operation that declares no query rejects every parameter.
    """

    @override
    def _run_checks(self, request: HttpRequest) -> HttpResponse | None:
        refused: HttpResponse | None = super()._run_checks(request)
        if refused is None and request.method not in SAFE:
            refused = refuse_unacceptable(cast("ApiRequest", request), JSON)
        return refused

    @override
    def _get_values(
        self, request: HttpRequest, path_params: Any, temporal_response: HttpResponse
    ) -> dict[str, Any]:
        values: dict[str, Any] = super()._get_values(request, path_params, temporal_response)
        if all(model.__ninja_param_source__ != "query" for model in self.models):
            _refuse_parameters(request)
        # A route that uses the catalogue waits when it reads the catalogue.
        marks = (self.openapi_extra or {}).keys() & {FROM_CATALOGUE, WITHOUT_DATA}
        if request.method in SAFE and not marks:
            wait_for_version(cast("ApiRequest", request))
        return values

    @override
    def _result_to_response(
        self, request: HttpRequest, result: Any, temporal_response: HttpResponse
    ) -> HttpResponseBase:
        if isinstance(result, HttpResponseBase):
            return result
        # A result without a status has the first declared status.
        status = next(iter(self.response_models))
        if isinstance(result, Status):
            status, result = result.status_code, result.value
        temporal_response.status_code = status
        _mark_as_personal(request, temporal_response)
        # JSON has no charset parameter (RFC 8259).
        temporal_response.headers["Content-Type"] = JSON
        model = self.response_models[status]
        if model is None:
            del temporal_response.headers["Content-Type"]
        else:
            schema = model.model_fields["response"].annotation
            temporal_response.content = writer_of(schema).write(result)
        return temporal_response


def _mark_as_personal(request: HttpRequest, response: HttpResponse) -> None:
    """Prevent shared caches from storing the response to an identified caller."""
    if hasattr(request, "caller"):
        response.headers["Vary"] = "Authorization, Cookie"
        if request.caller is not None:
            response.headers["Cache-Control"] = "private, no-cache"


def _refuse_parameters(request: HttpRequest) -> None:
    given = read_query(request.META.get("QUERY_STRING", "").encode("latin-1"), lists=())
    if given:
        raise Invalid(*(FieldError(name, "Unknown; the valid names are: none") for name in given))
