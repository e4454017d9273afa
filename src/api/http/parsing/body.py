"""Reads the body of a request: empty, or one strictly valid JSON document."""

import json
import math
import re
from collections.abc import Iterable, Sequence
from http import HTTPMethod
from itertools import accumulate
from typing import NoReturn

from django.http import HttpRequest, RawPostDataException, UnreadablePostError

LARGEST_BODY = 256 * 1024
DEEPEST_NESTING = 32
LONGEST_NUMBER = 1000
MEDIA_TYPE = "application/json"
# RFC 7396
MERGE_PATCH = "application/merge-patch+json"
CUT_SHORT = "The body is shorter than its Content-Length."
CONTENT_LENGTH = re.compile(r"[0-9]{1,18}")
# Everything except brackets: strings, closed or not, and other characters.
NO_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[^][{}"]++', re.DOTALL)


class BodyRefused(Exception):
    """The body cannot be read; `status` is the HTTP status of the response."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def read_body(request: HttpRequest) -> bytes:
    """Return the bytes of a JSON document; those of an empty object if the body is empty.

    An empty merge patch is refused, because it would change nothing.

    Raises:
        BodyRefused: with the status 400, 411, 413 or 415, if the body cannot be read.

    """
    body = read_bytes(request, largest=LARGEST_BODY, types=_media_types(request))
    if not body and request.method == HTTPMethod.PATCH:
        raise BodyRefused(400, "The body is empty. Send an object with the fields to change.")
    return body or b"{}"


def read_bytes(request: HttpRequest, *, largest: int, types: Sequence[str]) -> bytes:
    """Return the bytes of a body of at most `largest` bytes, in one of the media types.

    Raises:
        BodyRefused: 400, 411, 413 or 415, when the body is not read at all.

    """
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        # WSGI presents such a body as empty, and the filters in it would be ignored.
        raise BodyRefused(411, "Send the body with a Content-Length header, not in chunks.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not CONTENT_LENGTH.fullmatch(length):
        raise BodyRefused(400, "The Content-Length header is not a valid number.")
    if int(length) == 0:
        return b""
    if int(length) > largest:
        raise BodyRefused(413, f"The body must not be larger than {largest} bytes.")
    if not _is_plain(request, types):
        accepted = " or ".join(types)
        raise BodyRefused(415, f"Send the body as {accepted}, encoded in UTF-8 and not compressed.")
    try:
        body = request.body
    # Django raises the second if an earlier attempt to read the body failed.
    except (UnreadablePostError, RawPostDataException) as error:
        raise BodyRefused(400, CUT_SHORT) from error
    # A server can return a partial body after a disconnect, and a part can be valid JSON.
    if len(body) != int(length):
        raise BodyRefused(400, CUT_SHORT)
    return body


def parse_json(body: bytes) -> object:
    """Return the value of a JSON document in UTF-8.

    Raises:
        BodyRefused: if it is not valid JSON, repeats a key in an object, is nested deeper than 32
            levels, or has a number that is not finite or too long.

    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BodyRefused(400, "The body is not UTF-8.") from error
    if _depth(text) > DEEPEST_NESTING:
        raise BodyRefused(400, f"The body is nested deeper than {DEEPEST_NESTING} levels.")
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_float=_finite,
            parse_int=_short_enough,
            parse_constant=_refuse_number,
        )
    except ValueError as error:
        raise BodyRefused(400, f"The body is not JSON: {error}.") from error


def _is_plain(request: HttpRequest, types: Sequence[str]) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    compressed = request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity"
    is_wanted = request.content_type in types
    return is_wanted and charset.lower() == "utf-8" and not compressed


def _media_types(request: HttpRequest) -> tuple[str, ...]:
    return (MERGE_PATCH, MEDIA_TYPE) if request.method == HTTPMethod.PATCH else (MEDIA_TYPE,)


def _depth(text: str) -> int:
    brackets = NO_BRACKETS.sub("", text)
    return max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0)


def _without_repeats(members: Iterable[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, value in members:
        if key in result:
            raise BodyRefused(400, f"The body repeats the key {json.dumps(key[:100])}.")
        result[key] = value
    return result


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refuse_number(number)


def _short_enough(number: str) -> int:
    # More digits than any field allows, and fewer than the limit of Python.
    if len(number) > LONGEST_NUMBER:
        raise BodyRefused(
            400, f"The body contains a number with more than {LONGEST_NUMBER} digits."
        )
    return int(number)


def _refuse_number(number: str) -> NoReturn:
    raise BodyRefused(400, f"The body contains a number that is not finite: {number[:20]}.")
