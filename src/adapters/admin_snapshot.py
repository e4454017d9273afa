"""A middleware that reads each page of the admin in one snapshot of the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from adapters.postgres.snapshot import one_snapshot

READING = {"GET", "HEAD"}


class AdminSnapshotMiddleware:
    """Must come after the middleware that sets `request.user`.

    A page takes many statements: a list and its filters, a form and its inlines. Without a
    snapshot, it could show parts of two commits. A view can only read while it handles a GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING or not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        # Before the snapshot, because it can write: an invalid session is deleted.
        if not request.user.is_authenticated:
            return self.get_response(request)
        with one_snapshot():
            return self.get_response(request)
