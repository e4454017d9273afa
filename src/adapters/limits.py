"""Limits on requests to the admin: no NUL characters, and a limited number of forms."""

import re
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict

# Building a form of an inline takes 30 ms. Django's own limit on fields allows more forms.
MOST_FORMS = 100
COUNT = re.compile(r"(?:.*-)?(?:TOTAL|INITIAL)_FORMS", re.DOTALL)
SMALL = re.compile(r"[0-9]{1,3}")


class AdminLimitsMiddleware:
    """Returns 400 for requests to the admin with values that cannot be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            try:
                refused = _fault(request)
            except SuspiciousOperation:
                # Too many fields, or too large a body.
                refused = "The form is too large."
            if refused:
                return HttpResponseBadRequest(refused, content_type="text/plain")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return 400 if a value does not fit its column."""
        if isinstance(error, DataError | OverflowError) and request.path_info.startswith("/admin/"):
            return HttpResponseBadRequest("A value is out of range.", content_type="text/plain")
        return None


def _fault(request: HttpRequest) -> str:
    if "\0" in request.path_info or _holds_nul(request.GET) or _holds_nul(request.POST):
        return "A value contains the NUL character, which cannot be stored."
    for name, values in request.POST.lists():
        if COUNT.fullmatch(name) and not all(_is_small(str(value)) for value in values):
            return f"A form can have at most {MOST_FORMS} rows of one kind."
    return ""


def _holds_nul(values: QueryDict) -> bool:
    return any("\0" in name or "\0" in "".join(map(str, held)) for name, held in values.lists())


def _is_small(count: str) -> bool:
    return bool(SMALL.fullmatch(count)) and int(count) <= MOST_FORMS
