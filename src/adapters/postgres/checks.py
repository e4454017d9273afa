"""A system check: a model with a schema requires the backend that supports schemas."""

from collections.abc import Iterable, Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import connections, router
from django.db.models import Model

from adapters.postgres.backend import names
from adapters.postgres.backend.base import DatabaseWrapper


def check_backend(*, app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Return an error for each model with a schema whose database does not support schemas."""
    return [
        Error(
            f"{model._meta.label} is in the table {model._meta.db_table}, but the database "
            f"{alias!r} does not know schemas: migrations and tests would silently miss it.",
            hint=f"Set DATABASES[{alias!r}]['ENGINE'] to 'adapters.postgres.backend'.",
            obj=model,
            id="postgres.E001",
        )
        for model in _models(app_configs)
        if names.split(model._meta.db_table)[0]
        for alias in sorted({router.db_for_read(model), router.db_for_write(model)})
        if not isinstance(connections[alias], DatabaseWrapper)
    ]


def _models(app_configs: Sequence[AppConfig] | None) -> Iterable[type[Model]]:
    for app in apps.get_app_configs() if app_configs is None else app_configs:
        yield from app.get_models(include_auto_created=True)
