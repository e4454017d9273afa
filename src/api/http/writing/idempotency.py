"""The header Idempotency-Key of a POST that a client may send again."""

import re
from http import HTTPMethod

from django.http import HttpResponse

from api.http.parsing.body import read_body
from api.http.parsing.upload import FORM, upload_parts
from api.http.request import ApiRequest
from domain.errors import FieldError, Invalid
from domain.idempotency import LONGEST_KEY, KeyedRequest, StoredResponse, digest_of

KEY = re.compile(rf"[\x21-\x7E]{{1,{LONGEST_KEY}}}")


def keyed_request_of(request: ApiRequest) -> KeyedRequest | None:
    """Return the identity of a request that may be sent again, or None without a key.

    Raises:
        Invalid: when the key is malformed.

    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None or request.method != HTTPMethod.POST or request.caller is None:
        return None
    if not KEY.fullmatch(key):
        message = f"must have 1 to {LONGEST_KEY} visible ASCII characters"
        raise Invalid(FieldError("Idempotency-Key", message))
    query = request.META.get("QUERY_STRING", "")
    parts = request.method, request.path_info, query
    # The parts of a form are separated by other characters each time.
    body = upload_parts(request) if request.content_type == FORM else [read_body(request)]
    digest = digest_of(*(part.encode("utf-8", "replace") for part in parts), *body)
    return KeyedRequest(caller=request.caller.key, key=key, digest=digest)


def stored_response_of(response: HttpResponse) -> StoredResponse:
    """Return the part of a response that is stored."""
    return StoredResponse(
        status=response.status_code, headers=dict(response.headers), body=response.content
    )


def repeated(stored: StoredResponse) -> HttpResponse:
    """Return a stored response again."""
    return HttpResponse(stored.body, status=stored.status, headers=dict(stored.headers))
