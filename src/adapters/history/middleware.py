"""Records the signed-in account as the actor of changes in the admin."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from adapters.history.actors import DjangoActors
from domain.history import Actor

READING = {"GET", "HEAD", "OPTIONS"}


class AdminActorMiddleware:
    """Must come after the middleware that sets `request.user`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._actors = DjangoActors()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_admin = request.path_info.startswith("/admin/")
        if request.method in READING or not is_admin or not request.user.is_authenticated:
            return self.get_response(request)
        with self._actors.acting(Actor(kind="staff", name=request.user.get_username())):
            return self.get_response(request)
