"""Admin pages whose button "History" shows every recorded change, not only those of the admin."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

PERMISSION = "history.view_entry"


class RecordedAdmin[M: Model](admin.ModelAdmin[M]):
    """Shows the history that the database's triggers record (docs/history.md).

    Staff without the permission to read it get Django's page, with the changes in the admin.
    """

    def recorded(self, object_id: str) -> dict[str, str]:
        """Return the filters with which the list of changes shows those of an object."""
        return {"table": self.model._meta.db_table.split(".")[-1].strip('"'), "row_id": object_id}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = self.get_object(request, unquote(object_id))
        if found is None or not request.user.has_perm(PERMISSION):
            return super().history_view(request, object_id, extra_context)
        filters = urlencode(self.recorded(str(found.pk)))
        return HttpResponseRedirect(f"{reverse('admin:history_entry_changelist')}?{filters}")
