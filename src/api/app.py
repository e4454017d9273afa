"""The API, with all its routers, error handlers and its OpenAPI document."""

import re
from typing import Any, NoReturn

from django.conf import settings
from django.urls import URLPattern, URLResolver
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema

from api.http import problems
from api.http.clash_problems import answer_clashes
from api.http.deprecation.redirects import answer_with_redirects
from api.http.parsing.validation_errors import field_errors
from api.openapi.docs import DocumentationPage
from api.openapi.document import Document
from api.routers import health, previous, search, suggestions
from api.routers.reference import addresses as reference
from api.routers.reference import reads as reference_reads
from api.routers.reference import writes as reference_writes
from api.routers.tutorials import addresses as tutorials
from api.routers.tutorials import (
    cancellations,
    clashes,
    copies,
    exports,
    history,
    imports,
    sessions,
)
from api.routers.tutorials import reads as tutorial_reads
from api.routers.tutorials import writes as tutorial_writes
from domain.errors import Invalid

DESCRIPTION = """\
Tutorial events, their sessions, and a search over all products for sale.

Most routes are open to everybody. The others need a token with a scope, in the header
`Authorization: Bearer`; staff who are signed in to the admin need none.

Every error is `application/problem+json` (RFC 9457) and names each invalid field. Times include
the UTC offset of the location, and decimals are strings. Unknown parameters and fields are
rejected. The advertising parameters `utm_…`, `gclid` and `fbclid` are ignored.
"""


ENDS_IN_A_PATH = re.compile(r"<path:\w+>/?$")


class Api(NinjaAPI):
    """A `NinjaAPI` that raises domain errors and completes its OpenAPI document."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._documents: dict[str, Document] = {}

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The URL configuration, in which a route ending in a code comes after all others.

        A code can contain slashes, so the code in `/events/{path:code}/` matches `A/copy` too.
        """
        patterns, app_name, namespace = super().urls
        return sorted(patterns, key=_ends_in_a_path), app_name, namespace

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> NoReturn:
        raise Invalid(*field_errors(error_contexts))

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        # Cached: it takes a third of a second to build, and anybody can request it.
        return self._documents.get(prefix) or self._documents.setdefault(
            prefix, Document(self, prefix)
        )


def _ends_in_a_path(pattern: URLResolver | URLPattern) -> bool:
    return ENDS_IN_A_PATH.search(str(pattern.pattern)) is not None


api = Api(
    title="Tutorial search",
    version=settings.PROJECT.version,
    description=DESCRIPTION,
    servers=[{"url": "/", "description": "This server."}],
    urls_namespace="api",
    docs=DocumentationPage(),
    # Without `csrf_exempt`, a POST returns 403 for a missing token instead of 405.
    docs_decorator=lambda view: csrf_exempt(require_GET(view)),
    openapi_extra={
        "info": {
            "contact": {"name": "The tutorial service's maintainers"},
            "license": {
                "name": settings.PROJECT.license,
                "identifier": settings.PROJECT.license,
            },
        },
        "security": [],
        "tags": [
            {"name": "Search", "description": "Search over all products for sale."},
            {"name": "Tutorials", "description": "Tutorial events and their sessions."},
            {"name": "Reference data", "description": "Reference data of the back office."},
            {"name": "Service", "description": "Version and health of the service."},
        ],
    },
)
# Modules that only add routes to the router of their package's `addresses`.
_ROUTES = (tutorial_reads, tutorial_writes, reference_reads, reference_writes)
api.add_router("/search", search.router)
api.add_router("/search", suggestions.router)
api.add_router("/tutorials", exports.router)
api.add_router("/tutorials", clashes.router)
api.add_router("/tutorials", history.router)
api.add_router("/tutorials", sessions.router)
api.add_router("/tutorials", cancellations.router)
api.add_router("/tutorials", copies.router)
api.add_router("/tutorials", imports.router)
api.add_router("/tutorials", tutorials.router)
api.add_router("/tutorials", previous.router)
api.add_router("/administrate", reference.router)
api.add_router("", health.router)
problems.answer_with_problems(api)
answer_clashes(api)
answer_with_redirects(api)
