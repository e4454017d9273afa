from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect

from adapters.sign_in import tries
from adapters.sign_in.addresses import client_address


@csrf_protect
def sign_in(request: HttpRequest) -> HttpResponse:
    """Return the admin's sign-in page, or 429 after too many failed attempts.

    The password is not checked then, so the response does not reveal whether it is correct, or
    whether the account exists.
    """
    if request.method != "POST":
        return admin.site.login(request)
    address = client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )
    made, wait = tries.begin(request.POST.get("username", ""), address)
    if wait:
        minutes = -(-wait // 60)
        refused = render(
            request,
            "sign_in/too_many_tries.html",
            {"minutes": minutes},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
        refused["Retry-After"] = str(wait)
        refused["Cache-Control"] = "no-store"
        return refused
    response = admin.site.login(request)
    if response.status_code == HTTPStatus.FOUND:
        tries.succeeded(made)
    return response
