"""The search page, an example of a client built from clients/page, and the icon of all pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.csp import CSP
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

ICON = "api/swagger-ui/favicon-32x32.png"
ICON_SECONDS = 24 * 60 * 60
# The policy names each source that the page loads from; scripts cannot insert markup.
POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
}


@require_safe
@cache_control(no_cache=True)
@csp_override(POLICY)
def search_page(request: HttpRequest) -> HttpResponse:
    """Return the page; its query is the state that the page shows."""
    page = render_to_string("api/search.html", {"root": get_script_prefix()})
    response = HttpResponse(page)
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


@require_safe
@cache_control(public=True, max_age=ICON_SECONDS)
def icon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's argument)
    """Redirect to the icon that browsers ask for on pages without one, such as the admin's."""
    return redirect(static(ICON))
