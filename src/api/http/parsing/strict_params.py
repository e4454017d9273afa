"""Ninja's `Query[...]` and `Body[...]`, strict.

Ninja ignores unknown parameters, uses the last of repeated ones, and reads a missing body as
`None`. A handler argument `query: Query[Model]` or `body: Body[Model]` passes the whole query or
body to its model, which rejects unknown names.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import parse_qsl

from django.http import HttpRequest
from ninja.params import ParamShortcut, models

from api.http.parsing.body import parse_json, read_body
from api.http.parsing.upload import read_upload

# Parameters that advertising adds to links; ignored in upper and lower case.
TRACKING_PREFIX, TRACKING = "utm_", frozenset(["gclid", "fbclid"])


class Repeated(tuple[str | bytes, ...]):
    """Repeated values of a parameter that accepts one; invalid for every type."""

    __slots__ = ()


def read_query(query: bytes, *, lists: Collection[str]) -> dict[str, object]:
    """Return the values of a query string by name; a list for the names in `lists`.

    A value that is not UTF-8 remains bytes, which are invalid for every type. Tracking parameters
    are removed.
    """
    values_by_name: dict[str, list[str | bytes]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values_by_name.setdefault(name.decode(errors="replace"), []).append(_decoded(value))
    return {
        name: values if name in lists else values[0] if len(values) == 1 else Repeated(values)
        for name, values in values_by_name.items()
        if not _is_tracking(name)
    }


def without_tracking(query: str) -> str:
    """Remove the tracking parameters from a query string; keep the rest unchanged."""
    folded = query.lower()
    if TRACKING_PREFIX not in folded and "clid" not in folded:
        return query
    parts = query.split("&")
    return "&".join(part for part in parts if not _is_tracking(part.partition("=")[0]))


def _is_tracking(name: str) -> bool:
    folded = name.lower()
    return folded.startswith(TRACKING_PREFIX) or folded in TRACKING


def _decoded(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


class _StrictQueryModel(models.QueryModel):
    __ninja_collection_fields__: ClassVar[list[str]]

    @classmethod
    def resolve(cls, request: HttpRequest, *_: object) -> Self:
        # WSGI decodes the bytes of the request as Latin-1.
        query = request.META.get("QUERY_STRING", "").encode("latin-1")
        [argument] = cls.model_fields
        values = read_query(query, lists=cls.__ninja_collection_fields__)
        return cls.model_validate({argument: values})


class _StrictBodyModel(models.BodyModel):
    @classmethod
    def resolve(cls, request: HttpRequest, *_: object) -> Self:
        [argument] = cls.model_fields
        return cls.model_validate({argument: parse_json(read_body(request))})


class _UploadModel(models.FileModel):
    @classmethod
    def resolve(cls, request: HttpRequest, *_: object) -> Self:
        [argument] = cls.model_fields
        return cls.model_validate({argument: read_upload(request)})


class _StrictQuery(models.Query):  # type: ignore[misc]  # as Ninja subclasses it
    _model = _StrictQueryModel

    @classmethod
    def _param_source(cls) -> str:
        return "query"


class _StrictBody(models.Body):  # type: ignore[misc]  # as Ninja subclasses it
    _model = _StrictBodyModel

    @classmethod
    def _param_source(cls) -> str:
        return "body"


class _Upload(models.File):  # type: ignore[misc]  # as Ninja subclasses it
    _model = _UploadModel

    @classmethod
    def _param_source(cls) -> str:
        return "file"


if TYPE_CHECKING:
    type Query[T] = T
    type Body[T] = T
    type Upload[T] = T
else:
    # Rejects parameters that are unknown, repeated or not UTF-8.
    Query = ParamShortcut(lambda: _StrictQuery(...))
    # Accepts only an object in strict JSON; an empty body is an empty object.
    Body = ParamShortcut(lambda: _StrictBody(...))
    # Accepts only a form with files (`multipart/form-data`), without unknown or repeated fields.
    Upload = ParamShortcut(lambda: _Upload(...))
