from django.contrib import admin
from django.db import InterfaceError, OperationalError
from django.urls import path
from django.views.generic import RedirectView

from api.app import api
from api.problems import treat_as_unavailable

# What Django raises when PostgreSQL is away, or its pool has no connection to give in time.
treat_as_unavailable(api, InterfaceError, OperationalError)

admin.site.site_header = admin.site.site_title = "Tutorial service"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api:openapi-view")),
    path("admin/", admin.site.urls),
    path("api/", api.urls),
]
