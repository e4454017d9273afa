"""Reference data in the schema `adm`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from psycopg.errors import ForeignKeyViolation

from adapters.administrate import models
from adapters.postgres.referrers import referring_tables
from adapters.postgres.snapshot import one_snapshot
from adapters.postgres.violations import conflict_of
from domain.errors import Conflict, FieldError, Invalid, NotFound
from domain.paging import Page, PageRequest, Pagination
from domain.reference import KINDS, ReferenceRecord

if TYPE_CHECKING:
    from django.db.models import Model

LARGEST_ID = 2**63 - 1
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

    def get[R: ReferenceRecord](self, kind: type[R], id_: int, *, locked: bool = False) -> R:
        rows = _model_of(kind)._default_manager.filter(id=id_) if id_ <= LARGEST_ID else None
        if rows is not None and locked:
            rows = rows.filter(pk__in=list(rows.select_for_update().values_list("pk", flat=True)))
        names = [field.name for field in fields(kind)]
        for row in rows.values(*names) if rows is not None else ():
            return kind(**row)
        raise NotFound(f"There is no record with the id {id_}.")

    def add[R: ReferenceRecord](self, kind: type[R], values: Mapping[str, object]) -> R:
        with _raising_domain_errors():
            stored = _model_of(kind)._default_manager.create(**values)
        return self.get(kind, stored.pk)

    def change[R: ReferenceRecord](self, record: R, values: Mapping[str, object]) -> R:
        model = _model_of(type(record))
        names = {field.name for field in model._meta.get_fields()}
        now = {"updated_at": timezone.now()} if "updated_at" in names else {}
        with _raising_domain_errors():
            model._default_manager.filter(pk=record.id).update(**values, **now)
        return self.get(type(record), record.id)

    def delete(self, record: ReferenceRecord) -> None:
        model = _model_of(type(record))
        ours = [each._meta.db_table for each in apps.get_models()]
        found = list(referring_tables(model._meta.db_table, [record.id], ours=ours))
        if found:
            tables = ", ".join(f"{table} (foreign key {name})" for table, name in found)
            raise Conflict(f"It cannot be deleted: rows of other tables refer to it: {tables}.")
        try:
            with _raising_domain_errors():
                # As in the admin, rows that belong to the record are deleted with it.
                model._default_manager.get(pk=record.id).delete()
        except ProtectedError as error:
            names = ", ".join(
                sorted({str(each._meta.verbose_name_plural) for each in error.protected_objects})
            )
            raise Conflict(f"It cannot be deleted: these refer to it: {names}.") from error


@contextmanager
def _raising_domain_errors() -> Iterator[None]:
    """Write in a savepoint, and check foreign keys at once."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except ProtectedError:
        raise
    except IntegrityError as error:
        if isinstance(error.__cause__, ForeignKeyViolation) and "location_id" in str(error):
            raise Invalid(
                FieldError("location_id", "must be the external_id of a location")
            ) from error
        raise conflict_of(error) from error


def _model_of(kind: type[ReferenceRecord]) -> "type[Model]":
    """Return the model of a kind, or of the kind that it extends."""
    return next(MODELS[each] for each in kind.__mro__ if each in MODELS)
