"""Reference data in the schema `adm`."""

from dataclasses import fields
from typing import TYPE_CHECKING

from adapters.administrate import models
from adapters.postgres.snapshot import one_snapshot
from domain import reference as domain
from domain.paging import Page, PageRequest, Pagination
from domain.reference import ReferenceRecord

if TYPE_CHECKING:
    from django.db.models import Model

MODELS: dict[type, "type[Model]"] = {
    domain.CourseTemplate: models.CourseTemplate,
    domain.CustomField: models.CustomField,
    domain.Instructor: models.Instructor,
    domain.Location: models.Location,
    domain.PriceLevel: models.PriceLevel,
    domain.Venue: models.Venue,
}


class DjangoReferenceData:
    """`ReferenceData` on PostgreSQL."""

    def page[R: ReferenceRecord](self, kind: type[R], request: PageRequest) -> Page[R]:
        rows = MODELS[kind]._default_manager.order_by("id")
        names = [field.name for field in fields(kind)]
        with one_snapshot():
            pagination = Pagination.of(request, rows.count())
            items = [kind(**row) for row in rows.values(*names)[request.start : request.stop]]
        return Page(items=items, pagination=pagination)
