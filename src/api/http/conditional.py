"""What may be kept, for how long, and how a client asks whether it still holds.

The data moves at any moment, so by default an answer may be kept but is asked about before each
use (`no-cache`), which its ETag makes cheap on the wire. An error is never kept. An address that
knows better sets its own Cache-Control or ETag, and both stay.
"""

from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

NEVER, ASK_FIRST = "no-store", "no-cache"
# What RFC 9110 wants of a 304, as far as anything here sets it, and what every answer of a
# deprecated route says.
KEPT = (
    *("Cache-Control", "Content-Location", "ETag", "Expires", "Vary"),
    *("Deprecation", "Link", "Sunset"),
)


def with_validator(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer to a GET or HEAD, or what is left of it when the client has it already."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = ASK_FIRST
    if response.status_code != HTTPStatus.OK or NEVER in response.headers["Cache-Control"]:
        return response
    if "ETag" not in response.headers and not response.streaming:
        response.headers["ETag"] = entity_tag(response.content)
    return _revalidated(request, response)


def entity_tag(body: bytes) -> str:
    """Return a strong validator: the same bytes, and only they, have the same one."""
    return quote_etag(sha256(body).hexdigest()[:32])


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    tag = response.headers.get("ETag", "")
    if_match = request.META.get("HTTP_IF_MATCH")
    if if_match is not None and not _holds(tag, if_match, strong=True):
        # The other headers stay: they are of the route, not of the body.
        response.status_code = HTTPStatus.PRECONDITION_FAILED
        del response.headers["Content-Type"]
        return response
    if_none_match = request.META.get("HTTP_IF_NONE_MATCH")
    if if_none_match is None or not _holds(tag, if_none_match, strong=False):
        return response
    kept = {name: response.headers[name] for name in KEPT if name in response.headers}
    return HttpResponseNotModified(headers=kept)


def _holds(tag: str, header: str, *, strong: bool) -> bool:
    """Return whether one of a header's tags is this one; a header without any names none."""
    tags = parse_etags(header)
    if tags == ["*"]:
        return True
    if strong:
        return tag in tags and not tag.startswith("W/")
    # A proxy that compresses makes a strong tag weak, and the client sends it back so.
    return tag.removeprefix("W/") in (known.removeprefix("W/") for known in tags)
