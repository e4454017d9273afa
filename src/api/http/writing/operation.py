"""A Ninja operation that stores all changes of a request, or none."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast, override

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api.http.operation import SchemaOperation
from api.http.parsing.pointers import located_in_the_body
from api.http.request import ApiRequest
from api.http.writing.repetition import answer_of, question_of, repeated
from domain.history import Actor

CATALOGUE_VERSION = "Catalogue-Version"


class WriteOperation(SchemaOperation):
    """Runs its handler in a transaction, which an error rolls back.

    If a request with the same Idempotency-Key has been answered before, its response is returned
    again. Every other successful response has the version of the catalogue that includes the write.
    """

    @override
    def run(self, request: HttpRequest, **kw: Any) -> HttpResponseBase:
        refused = self._run_checks(request)
        if refused is not None:
            return refused
        asked = cast("ApiRequest", request)
        try:
            response = self.api.create_temporal_response(request)
            # An invalid request needs no transaction.
            values = self._get_values(request, kw, response)
            with asked.ports.transactions.begin():
                return self._answer(asked, values, response)
        except Exception as error:  # noqa: BLE001 (Ninja's handlers answer it)
            handled: HttpResponse = self.api.on_exception(request, error)
            return handled

    def _answer(
        self, request: ApiRequest, values: dict[str, Any], response: HttpResponse
    ) -> HttpResponseBase:
        question = question_of(request)
        if question is not None and (kept := request.ports.answers.claim(question)):
            return repeated(kept)
        with _acting(request), located_in_the_body():
            result = self.view_func(request, **values)
        answer = cast("HttpResponse", self._result_to_response(request, result, response))
        answer.headers[CATALOGUE_VERSION] = request.ports.transactions.version()
        if question is not None:
            request.ports.answers.keep(question, answer_of(answer))
        return answer


def _acting(request: ApiRequest) -> AbstractContextManager[None]:
    """Record the caller as the actor of the changes that a handler makes."""
    caller = request.caller
    if caller is None:
        return nullcontext()
    return request.ports.actors.acting(Actor(kind=caller.kind, name=caller.name))
