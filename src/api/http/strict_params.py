"""Ninja's `Query[...]` and `Body[...]`, strict.

Ninja's own drop unknown parameters, take the last of a repeated one and read a missing body as
`None`. A handler's argument `query: Query[Model]` or `body: Body[Model]` gives the whole query or
body to its model, which refuses what it does not know.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import parse_qsl

from django.http import HttpRequest
from ninja.params import ParamShortcut, models

from api.http.body import parse_json, read_body

# What advertising adds to links, in any case; it is ignored.
TRACKING_PREFIX, TRACKING = "utm_", frozenset(["gclid", "fbclid"])


class Repeated(tuple[str | bytes, ...]):
    """The values of a parameter that takes one and was given more; no type accepts it."""

    __slots__ = ()


def read_query(query: bytes, *, lists: Collection[str]) -> dict[str, object]:
    """Return a query string's values by name: one each, but for `lists` a list.

    A value that is not UTF-8 stays bytes, which no type accepts. Tracking parameters are left out.
    """
    found: dict[str, list[str | bytes]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found.setdefault(name.decode(errors="replace"), []).append(_decoded(value))
    return {
        name: values if name in lists else values[0] if len(values) == 1 else Repeated(values)
        for name, values in found.items()
        if not _is_tracking(name)
    }


def without_tracking(query: str) -> str:
    """Return a query string without its tracking parameters, the rest as it was."""
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
        # WSGI's strings are bytes, each shown as the Latin-1 character of its number.
        query = request.META.get("QUERY_STRING", "").encode("latin-1")
        [argument] = cls.model_fields
        values = read_query(query, lists=cls.__ninja_collection_fields__)
        return cls.model_validate({argument: values})


class _StrictBodyModel(models.BodyModel):
    @classmethod
    def resolve(cls, request: HttpRequest, *_: object) -> Self:
        [argument] = cls.model_fields
        return cls.model_validate({argument: parse_json(read_body(request))})


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


if TYPE_CHECKING:
    type Query[T] = T
    type Body[T] = T
else:
    # Refuses parameters that are unknown, repeated or not UTF-8.
    Query = ParamShortcut(lambda: _StrictQuery(...))
    # Refuses all but an object in strict JSON; an empty body is an empty object.
    Body = ParamShortcut(lambda: _StrictBody(...))
