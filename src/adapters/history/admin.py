"""The history in the admin: staff with the permission can read it, and nobody can change it."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator

from adapters.history.models import Entry

# The columns that name a row, and the one that every change sets.
NAMES = ("code", "title", "name", "label", "first_name", "last_name")
ALWAYS_CHANGED = "updated_at"
LONGEST = 300


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    list_display = ("at", "change", "table", "row_id", "actor", "values")
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

    @admin.display(description="values")
    def values(self, entry: Entry) -> str:
        """Return the old and new values of a changed row, or the names of a new or deleted row."""
        old, new = entry.old_values or {}, entry.new_values or {}
        if entry.change == "update":
            changed = sorted({*old, *new} - {ALWAYS_CHANGED})
            texts = [f"{name}: {_text(old.get(name))} → {_text(new.get(name))}" for name in changed]
        else:
            row = new or old
            texts = [str(row[name]) for name in NAMES if row.get(name)]
        return Truncator("; ".join(texts)).chars(LONGEST)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (Django's signature)
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:  # noqa: ARG002
        return False


def _text(value: object) -> str:
    return "(empty)" if value in (None, "") else str(value)
