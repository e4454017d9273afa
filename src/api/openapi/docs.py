"""The documentation page: Swagger UI from local files (docs/decisions/0006)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class DocumentationPage(DocsBase):
    def render_page(
        self,
        request: HttpRequest,  # noqa: ARG002 (the page is the same for everyone)
        api: NinjaAPI,
        **path_params: Any,
    ) -> HttpResponse:
        context = {"title": api.title, "document": self.get_openapi_url(api, path_params)}
        return HttpResponse(render_to_string("api/docs.html", context))
