"""The minimum cost with Ninja: a route that returns constant bytes."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI

from benchmarks.peers.given import ANSWER

api = NinjaAPI()


@api.api_operation(["GET", "POST"], "/search/unified/")
def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ANSWER, content_type="application/json")


urlpatterns = [path("api/", api.urls)]
