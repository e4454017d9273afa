"""Reference data in the schema `adm`."""

from dataclasses import fields
from typing import TYPE_CHECKING

from adapters.administrate import models
from adapters.postgres.snapshot import one_snapshot
from domain.paging import Page, PageRequest, Pagination
from domain.reference import KINDS, ReferenceRecord

if TYPE_CHECKING:
    from django.db.models import Model

# The model of a kind has the same name.
MODELS: dict[type, "type[Model]"] = {kind: getattr(models, kind.__name__) for kind in KINDS}


class DjangoReferenceData:
    """`ReferenceData` on PostgreSQL."""

    def page[R: ReferenceRecord](self, kind: type[R], request: PageRequest) -> Page[R]:
        rows = _model_of(kind)._default_manager.order_by("id")
        names = [field.name for field in fields(kind)]
        with one_snapshot():
            pagination = Pagination.of(request, rows.count())
            items = [kind(**row) for row in rows.values(*names)[request.start : request.stop]]
        return Page(items=items, pagination=pagination)


def _model_of(kind: type[ReferenceRecord]) -> "type[Model]":
    """Return the model of a kind, or of the kind that it extends."""
    return next(MODELS[each] for each in kind.__mro__ if each in MODELS)
