"""Reads the history of an event."""

from django.db.models import Q, QuerySet

from adapters.history.models import Entry
from adapters.postgres.snapshot import one_snapshot
from adapters.tutorials.models import TutorialEvent
from domain.errors import NotFound
from domain.history import Actor, FieldChange, HistoryEntry
from domain.paging import Page, PageRequest, Pagination

EVENTS = "tutorial_events"


class DjangoHistory:
    """`History` on PostgreSQL."""

    def of_event(self, code: str, request: PageRequest) -> Page[HistoryEntry]:
        with one_snapshot():
            entries = _entries(code)
            pagination = Pagination.of(request, entries.count())
            if not pagination.total_count and not TutorialEvent.objects.filter(code=code).exists():
                raise NotFound(f"There was never a tutorial event with the code {code!r}.")
            items = [_entry(row) for row in entries[request.start : request.stop]]
        return Page(items=items, pagination=pagination)


def _entries(code: str) -> QuerySet[Entry]:
    """Return the entries of all events that have or had this code, the latest first."""
    had_the_code = Q(old_values__code=code) | Q(new_values__code=code)
    named = Entry.objects.filter(had_the_code, table=EVENTS)
    stored = TutorialEvent.objects.filter(code=code)
    return Entry.objects.filter(
        Q(event_id__in=named.values("event_id")) | Q(event_id__in=stored.values("id"))
    ).order_by("-id")


def _entry(row: Entry) -> HistoryEntry:
    before, after = row.old_values or {}, row.new_values or {}
    return HistoryEntry(
        id=row.pk,
        at=row.at,
        transaction=row.transaction,
        actor=Actor(kind=row.actor_kind, name=row.actor_name or "") if row.actor_kind else None,  # type: ignore[arg-type]  # any role can set another kind
        role=row.role,
        table=row.table,
        row_id=row.row_id,
        change=row.change,  # type: ignore[arg-type]  # the triggers write no other
        fields=tuple(
            FieldChange(field=name, before=before.get(name), after=after.get(name))
            for name in sorted({*before, *after})
        ),
    )
