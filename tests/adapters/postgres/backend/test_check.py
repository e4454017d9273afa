"""A model that names a schema is an error if the database backend does not support schemas."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import AppConfig
from django.core.checks import CheckMessage
from django.db import connections, models
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.state import ModelState, StateApps

from adapters.postgres.checks import check_backend
from tests.adapters.postgres.temporary_tables import installed


@pytest.fixture
def stock_backend() -> Iterator[None]:
    ours = connections["default"]
    connections["default"] = DatabaseWrapper(ours.settings_dict, alias="default")
    yield
    connections["default"] = ours


def messages(table: str, **fields: Any) -> list[CheckMessage]:
    state = ModelState(
        "annexe",
        "Room",
        [("id", models.BigAutoField(primary_key=True)), *fields.items()],
        {"db_table": table},
    )
    app: AppConfig = StateApps([], {("annexe", "room"): state}).get_app_config("annexe")
    return check_backend(app_configs=[app])


def test_a_table_in_a_schema_is_an_error_with_the_setting(stock_backend: None) -> None:
    (error,) = messages('"annexe"."rooms"')
    assert error.id == "postgres.E001"
    assert "annexe.Room" in error.msg
    assert '"annexe"."rooms"' in error.msg
    assert error.hint is not None
    assert "DATABASES['default']['ENGINE'] to 'adapters.postgres.backend'" in error.hint
    assert error.is_serious()


def test_the_table_of_a_many_to_many_field_is_checked(stock_backend: None) -> None:
    found = messages('"annexe"."rooms"', beside=models.ManyToManyField("self"))
    tables = {error.obj._meta.db_table for error in found}
    assert tables == {'"annexe"."rooms"', 'annexe"."rooms_beside'}


@pytest.mark.parametrize("table", ["rooms", '"rooms"', "annexe.rooms"])
def test_a_table_without_a_schema_is_no_error(stock_backend: None, table: str) -> None:
    assert messages(table) == []


def test_the_backend_with_schemas_is_no_error() -> None:
    assert messages('"annexe"."rooms"') == []


def test_all_apps_are_checked_by_default(stock_backend: None) -> None:
    with installed('"annexe"."rooms"') as model:
        assert model in [error.obj for error in check_backend(app_configs=None)]
