"""A Ninja operation that stores all changes of a request, or none."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast, override

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api.http.operation import SchemaOperation
from api.http.parsing.pointers import located_in_the_body
from api.http.request import ApiRequest
from api.http.writing.idempotency import keyed_request_of, repeated, stored_response_of
from domain.history import Actor

CATALOGUE_VERSION = "Catalogue-Version"


class WriteOperation(SchemaOperation):
    """Runs its handler in a transaction, which an error rolls back.

    If a request with the same Idempotency-Key was sent before, its response is returned
    again. Every other successful response has the version of the catalogue that includes the write.
    """

    @override
    def run(self, request: HttpRequest, **kw: Any) -> HttpResponseBase:
        refused = self._run_checks(request)
        if refused is not None:
            return refused
        api_request = cast("ApiRequest", request)
        try:
            response = self.api.create_temporal_response(request)
            # An invalid request needs no transaction.
            values = self._get_values(request, kw, response)
            # The transaction begins with the name of the actor, without a statement of its own.
            with _acting(api_request), api_request.ports.transactions.begin():
                return self._respond(api_request, values, response)
        except Exception as error:  # noqa: BLE001 (Ninja's handlers turn it into a response)
            handled: HttpResponse = self.api.on_exception(request, error)
            return handled

    def _respond(
        self, request: ApiRequest, values: dict[str, Any], response: HttpResponse
    ) -> HttpResponseBase:
        keyed = keyed_request_of(request)
        if keyed is not None and (stored := request.ports.stored_responses.claim(keyed)):
            return repeated(stored)
        with located_in_the_body():
            result = self.view_func(request, **values)
        sent = cast("HttpResponse", self._result_to_response(request, result, response))
        sent.headers[CATALOGUE_VERSION] = request.ports.transactions.version()
        if keyed is not None:
            request.ports.stored_responses.store(keyed, stored_response_of(sent))
        return sent


def _acting(request: ApiRequest) -> AbstractContextManager[None]:
    """Record the caller as the actor of the changes that a handler makes."""
    caller = request.caller
    if caller is None:
        return nullcontext()
    return request.ports.actors.acting(Actor(kind=caller.kind, name=caller.name))
