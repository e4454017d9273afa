"""Content negotiation (RFC 9110) for routes with one media type."""

import re
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus

from django.http import HttpResponse

from api.http.problems import problem
from api.http.request import ApiRequest

WORD = r"[a-z0-9!#$&^_.+-]+"
RANGE = re.compile(rf"\*/\*|({WORD})/(?:\*|{WORD})")
QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
# A malformed weight: its media range is ignored.
MALFORMED = None
ANYTHING = {None, "", "*/*"}


def refuse_unacceptable(request: ApiRequest, media_type: str) -> HttpResponse | None:
    """Return a 406 if the client does not accept the media type of the response."""
    accept = request.META.get("HTTP_ACCEPT")
    if accept in ANYTHING or is_acceptable(accept, media_type):
        return None
    detail = f"This route returns {media_type}, which the Accept header does not allow."
    return problem(request, HTTPStatus.NOT_ACCEPTABLE, detail)


# Nearly all requests have one of a few values; the limit bounds the memory for other values.
@lru_cache(maxsize=256)
def is_acceptable(accept: str, media_type: str) -> bool:
    """Return whether an Accept header allows a media type, given without parameters.

    Among the ranges that match, the most specific ones are used. Parameters other than q are
    ignored: there are no variants to distinguish, and many clients send a charset. A header
    without any valid range allows everything.
    """
    ranges = list(_ranges(accept))
    kind, _, _ = media_type.partition("/")
    for wanted in (media_type, f"{kind}/*", "*/*"):
        qualities = [quality for media_range, quality in ranges if media_range == wanted]
        if qualities:
            return max(qualities) > 0
    return not ranges


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges with their weights; ignore malformed ones."""
    for element in accept.lower().split(","):
        media_range, *parameters = (part.strip() for part in element.split(";"))
        quality = _quality(parameters)
        if RANGE.fullmatch(media_range) and quality is not MALFORMED:
            yield media_range, quality


def _quality(parameters: list[str]) -> float | None:
    for parameter in parameters:
        if parameter.startswith("q="):
            match = QUALITY.fullmatch(parameter)
            return float(match[1]) if match else MALFORMED
    return 1.0
