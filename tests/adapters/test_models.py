"""Tests for all models."""

import pytest
from django.apps import apps
from django.db.models import Model
from model_bakery import baker

OURS = [
    model
    for app in ("administrate", "tutorials", "catalogue")
    for model in apps.get_app_config(app).get_models()
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_record_is_stored_and_has_a_readable_name(model: type[Model]) -> None:
    record = baker.make(model)
    assert model._default_manager.get(pk=record.pk) == record
    assert str(record).strip()
    assert "object (" not in str(record)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_table_is_in_a_schema(model: type[Model]) -> None:
    assert model._meta.db_table.startswith(('"acted"."', '"adm"."'))
