"""The parameter of writes that stores sessions although they clash."""

from django.utils import timezone

from api.http.request import ApiRequest
from api.schemas.params import OverrideQuery
from domain.tutorials.changes import ClashOverride


def override_of(request: ApiRequest, query: OverrideQuery) -> ClashOverride | None:
    """Return the override of a request, by its caller, or None without a reason."""
    if query.override_clashes is None:
        return None
    by = request.caller.name if request.caller else ""
    return ClashOverride(reason=query.override_clashes, at=timezone.now(), by=by)
