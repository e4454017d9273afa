from django.contrib import admin
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from adapters.sign_in.views import sign_in
from api.app import api
from api.http.problems import treat_as_unavailable
from api.pages import icon, search_page
from config.server.unavailable import UNAVAILABLE

treat_as_unavailable(api, *UNAVAILABLE)
# For errors outside the API: in the admin and in middleware.
handler500 = "config.server.unavailable.server_error"

admin.site.site_header = admin.site.site_title = "Tutorial service"

TO_THE_DOCUMENTATION = RedirectView.as_view(pattern_name="api:openapi-view")

urlpatterns = [
    path("", search_page),
    path("favicon.ico", icon),
    path("admin/login/", sign_in),
    path("admin/", admin.site.urls),
    path("api/", csrf_exempt(require_safe(TO_THE_DOCUMENTATION))),
    path("api/", api.urls),
]
