"""Responses that are files."""

from collections.abc import Callable
from contextlib import nullcontext
from hashlib import blake2b
from http import HTTPStatus
from typing import NamedTuple, cast

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header, quote_etag

from api.http.caching.conditional import with_validator
from api.http.files.content import Content, Write, created
from api.http.files.creation_lock import CreationLock
from api.http.files.file_cache import FileCache
from api.http.negotiation import refuse_unacceptable
from api.http.request import ApiRequest, latest_catalogue

# Creating a file with fewer rows takes no longer than a search.
MOST_ROWS_AT_ONCE = 2000
_cache, _lock = FileCache(), CreationLock()


class FileKind(NamedTuple):
    """The media type of a file, its name, and whether browsers save it."""

    content_type: str
    name: str
    is_attachment: bool = True


def file_response(request: ApiRequest, kind: FileKind, write: Write) -> HttpResponse:
    """Return a small file with a strong ETag, or a 406.

    The file is complete before the response begins. An error can therefore be returned as a
    problem, and a slow client does not occupy a database connection.
    """
    if refused := refuse_unacceptable(request, kind.content_type):
        return refused
    content = created(write)
    return _response(content, {**_headers(kind), "ETag": content.entity_tag})


def catalogue_file(
    request: ApiRequest, kind: FileKind, name: object, rows: Callable[[], int], write: Write
) -> HttpResponse:
    """Return a file of the current catalogue; its ETag is known before it is created.

    `name` identifies the content in its catalogue. The result can also be a 304, 406 or 412. Only
    one thread at a time creates a file with many `rows`. The rows are counted only if the file has
    to be created.

    Raises:
        Busy: if too many large files are being created.

    """
    if refused := refuse_unacceptable(request, kind.content_type):
        return refused
    catalogue = latest_catalogue(request)
    # Another release can write another file.
    named = settings.COMMIT, catalogue.edition, kind.content_type, name
    tag = quote_etag(blake2b(repr(named).encode(), digest_size=16).hexdigest())
    headers = {**_headers(kind), "ETag": tag}
    checked = with_validator(request, HttpResponse(headers=headers))
    if checked.status_code != HTTPStatus.OK:
        return checked
    content = _cache.get(catalogue, tag)
    if content is None:
        with _lock.acquired() if rows() > MOST_ROWS_AT_ONCE else nullcontext():
            content = _cache.get(catalogue, tag) or created(write)
            _cache.add(catalogue, tag, content)
    return _response(content, headers)


def _headers(kind: FileKind) -> dict[str, str]:
    disposition = content_disposition_header(kind.is_attachment, kind.name) or ""
    return {"Content-Type": kind.content_type, "Content-Disposition": disposition}


def _response(content: Content, headers: dict[str, str]) -> HttpResponse:
    if content.body is not None:
        return HttpResponse(content.body, headers=headers)
    length = {"Content-Length": str(content.size)}
    streamed = StreamingHttpResponse(content.chunks(), headers={**headers, **length})
    return cast("HttpResponse", streamed)
