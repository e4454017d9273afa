"""Caching and conditional requests (RFC 9110, RFC 9111).

The data can change at any time. By default, a cache may store a response but must revalidate it
before each use (`no-cache`); the ETag makes this cheap. An error is never stored. A route can set
its own Cache-Control or ETag.
"""

from datetime import datetime, time, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

NEVER, ASK_FIRST, S_MAXAGE = "no-store", "no-cache", "s-maxage="
# The headers of every response of a deprecated route, including a 304.
OF_THE_ROUTE = ("Age", "Catalogue-Version", "Deprecation", "Link", "Sunset")


def with_validator(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add the caching headers to a response to GET or HEAD; return a 304 if it has not changed."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = ASK_FIRST
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        # Django adds a length of 0 to a 304, which is not the length of the stored response.
        del response.headers["Content-Length"]
    if response.status_code != HTTPStatus.OK or NEVER in response.headers["Cache-Control"]:
        return response
    if "ETag" not in response.headers and not response.streaming:
        response.headers["ETag"] = entity_tag(response.content)
    return _revalidated(request, response)


def until_midnight(now: datetime) -> str:
    """Return the Cache-Control of a search at a time in the site's zone.

    A CDN may store it until the next midnight at most, when the response can change.
    """
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=now.tzinfo)
    # In elapsed time, not in local time, because a day can have 23 hours.
    left = max(int(midnight.timestamp() - now.timestamp()), 0)
    fresh = min(settings.SEARCH_S_MAXAGE, left)
    stale = min(settings.SEARCH_STALE_WHILE_REVALIDATE, left - fresh)
    return f"public, max-age=0, {S_MAXAGE}{fresh}, stale-while-revalidate={stale}"


def entity_tag(body: bytes) -> str:
    """Return a strong ETag: equal only for equal bytes."""
    return quote_etag(sha256(body).hexdigest()[:32])


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    # Without a modification date, RFC 9110 ignores this condition; Django would return 412.
    request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
    found = get_conditional_response(request, etag=response.headers.get("ETag"), response=response)
    checked = cast("HttpResponse", found)
    if checked.status_code == HTTPStatus.PRECONDITION_FAILED:
        # Copy the headers that describe the route and not the body.
        response.status_code = HTTPStatus.PRECONDITION_FAILED
        del response.headers["Content-Type"]
        return response
    for name in OF_THE_ROUTE:
        if name in response:
            checked.headers[name] = response.headers[name]
    return checked
