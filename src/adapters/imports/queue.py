"""The queue of imports, from which several processes take one row at a time."""

from django.db import transaction
from django.db.models import QuerySet

from adapters.imports.models import PlanImport
from domain.plans.imports import ImportState


def waiting() -> QuerySet[PlanImport]:
    """Return the imports that are queued and that no other process is doing."""
    queued = PlanImport.objects.filter(state=ImportState.QUEUED).order_by("id")
    return queued.select_for_update(skip_locked=True)


def begin_next() -> int | None:
    """Count an attempt at the next queued import; return its id, or None without one."""
    if not PlanImport.objects.filter(state=ImportState.QUEUED).exists():
        return None
    # In a transaction of its own, so that an attempt is counted even if its process ends.
    with transaction.atomic():
        row = waiting().defer("content").first()
        if row is None:
            return None
        row.attempts += 1
        row.save(update_fields=["attempts"])
        return row.pk
