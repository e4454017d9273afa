"""Reads a form with files: `multipart/form-data` (RFC 7578)."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from api.http.parsing.body import BodyRefused, read_bytes
from api.schemas.tutorials.uploads import UploadedFile

FORM = "multipart/form-data"
# The web server reads no more than this.
LARGEST_UPLOAD = 1024 * 1024


def read_upload(request: HttpRequest) -> dict[str, object]:
    """Return the fields of a form by name; a file as an `UploadedFile`.

    A field that is repeated is a tuple of its values.

    Raises:
        BodyRefused: 400, 411, 413 or 415, when the form cannot be read.

    """
    read_bytes(request, largest=LARGEST_UPLOAD, types=(FORM,))
    try:
        files, texts = request.FILES, request.POST
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise BodyRefused(400, f"The body is not a form: {error}") from error
    values: dict[str, list[object]] = {name: list(each) for name, each in texts.lists()}
    for name, given in files.lists():
        for file in given:
            # The content is read again for the digest of the request.
            file.seek(0)
            uploaded = UploadedFile(name=file.name or "", content=file.read())
            values.setdefault(name, []).append(uploaded)
    return {name: each[0] if len(each) == 1 else tuple(each) for name, each in values.items()}


def upload_parts(request: HttpRequest) -> list[bytes]:
    """Return the parts of a form without its boundary, so that equal forms are equal."""
    parts: list[bytes] = []
    for name, value in sorted(read_upload(request).items()):
        parts.append(name.encode("utf-8", "replace"))
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, UploadedFile):
                parts += [each.name.encode("utf-8", "replace"), each.content]
            else:
                parts.append(str(each).encode("utf-8", "replace"))
    return parts
