"""Responses that are files; large ones are created on disk."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header, quote_etag

from api.http.caching.conditional import with_validator
from api.http.negotiation import refuse_unacceptable
from api.http.request import ApiRequest

MOST_IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024


def file_response(
    request: ApiRequest,
    content_type: str,
    name: str,
    write: Callable[[BinaryIO], None],
    *,
    is_attachment: bool = True,
) -> HttpResponse:
    """Return a file with a strong ETag, or a 304, 406 or 412.

    The file is complete before the response begins. An error can therefore be returned as a
    problem, and a slow client does not occupy a database connection.
    """
    if refused := refuse_unacceptable(request, content_type):
        return refused
    disposition = content_disposition_header(is_attachment, name) or ""
    headers = {"Content-Type": content_type, "Content-Disposition": disposition}
    file = SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 (a large one is sent, then closed)
    try:
        write(cast("BinaryIO", file))
        size = file.tell()
        headers["ETag"] = _entity_tag(file)
        if size <= MOST_IN_MEMORY:
            response = HttpResponse(file.read(), headers=headers)
            file.close()
            return response
        checked = with_validator(request, HttpResponse(headers=headers))
        if checked.status_code != HTTPStatus.OK:
            file.close()
            return checked
    except BaseException:
        file.close()
        raise
    streamed = FileResponse(file, content_type=content_type)
    streamed.block_size = CHUNK
    for header, value in headers.items():
        streamed.headers[header] = value
    return cast("HttpResponse", streamed)


def _entity_tag(file: SpooledTemporaryFile[bytes]) -> str:
    """Return the strong ETag of a file's content, and go back to its start."""
    digest = sha256()
    file.seek(0)
    while part := file.read(CHUNK):
        digest.update(part)
    file.seek(0)
    return quote_etag(digest.hexdigest()[:32])
