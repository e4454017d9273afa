"""Content negotiation as RFC 9110 has it, for addresses that have one media type to offer."""

import re
from collections.abc import Iterator
from functools import lru_cache

WORD = r"[a-z0-9!#$&^_.+-]+"
RANGE = re.compile(rf"\*/\*|({WORD})/(?:\*|{WORD})")
QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
# A weight that is none makes no wish of its element.
NO_WISH = None


# A handful of values makes up nearly all requests; the rest may not fill the memory.
@lru_cache(maxsize=256)
def is_acceptable(accept: str, media_type: str) -> bool:
    """Return whether an Accept header takes a media type, which is given without parameters.

    Of the ranges that match, the most specific ones decide. Parameters other than q are passed
    over: there are no variants here that they could tell apart, and many clients send a charset.
    A header without one well-formed range asks nothing.
    """
    wishes = list(_wishes(accept))
    kind, _, _ = media_type.partition("/")
    for wanted in (media_type, f"{kind}/*", "*/*"):
        qualities = [quality for media_range, quality in wishes if media_range == wanted]
        if qualities:
            return max(qualities) > 0
    return not wishes


def _wishes(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges with their weights, and pass over what is malformed."""
    for element in accept.lower().split(","):
        media_range, *parameters = (part.strip() for part in element.split(";"))
        quality = _quality(parameters)
        if RANGE.fullmatch(media_range) and quality is not NO_WISH:
            yield media_range, quality


def _quality(parameters: list[str]) -> float | None:
    for parameter in parameters:
        if parameter.startswith("q="):
            found = QUALITY.fullmatch(parameter)
            return float(found[1]) if found else NO_WISH
    return 1.0
