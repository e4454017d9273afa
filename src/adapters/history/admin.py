"""The history in the admin: everybody with the permission can read it, and nobody can change it."""

from django.contrib import admin
from django.http import HttpRequest

from adapters.history.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    list_display = ("at", "change", "table", "row_id", "actor", "fields_changed")
    list_filter = ("table", "change", "actor_kind", "at")
    # An exact id, of a row or of an event, so that an index is used.
    search_fields = ("row_id__exact", "event_id__exact", "actor_name")
    search_help_text = "The id of a row or of a tutorial event, or the name of an actor."
    show_full_result_count = False

    @admin.display(ordering="actor_name")
    def actor(self, entry: Entry) -> str:
        if entry.actor_kind is None:
            return f"another system (role {entry.role})"
        return f"{entry.actor_kind} {entry.actor_name or ''}".strip()

    @admin.display(description="fields")
    def fields_changed(self, entry: Entry) -> str:
        return ", ".join(sorted({*(entry.old_values or {}), *(entry.new_values or {})}))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (Django's signature)
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:  # noqa: ARG002
        return False
