"""Random writes of any system to every table of the catalogue."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError

WORDS = ("Tutorial London", "Marking", "Notes", "tutorial online", "Printed", "x", "y")
FILTER_KEYS = ("categories", "product_types")
MODELS = [
    *(
        model
        for app in ("catalogue", "tutorials")
        for model in apps.get_app_config(app).get_models()
    ),
    apps.get_model("administrate", "Instructor"),
]
# Each after the models that it refers to.
ORDER = (
    *("Subject", "ExamSession", "ExamSessionSubject", "Product", "Variation", "ProductVariation"),
    *("Recommendation", "StoreProduct", "Price", "FilterGroup", "ProductFilterGroup"),
    *("FilterConfiguration", "FilterConfigurationGroup", "ProductBundle", "ProductBundleItem"),
    *("StoreBundle", "StoreBundleItem", "TutorialEvent", "TutorialSession"),
    *("Instructor", "SessionInstructor"),
)
ROWS = {
    "StoreProduct": 14,
    "TutorialEvent": 8,
    "TutorialSession": 16,
    "SessionInstructor": 16,
    "ProductVariation": 8,
}


def fill(random: Random) -> None:
    """Insert some rows into every table."""
    by_name = {model.__name__: model for model in MODELS}
    assert by_name.keys() == set(ORDER)
    for name in ORDER:
        for _ in range(4 * ROWS.get(name, 4)):
            if by_name[name]._default_manager.count() < ROWS.get(name, 4):
                _try(random, by_name[name], insert)


def write(random: Random) -> str:
    """Make a random change, and describe it; a refused change is rolled back."""
    return _try(random, random.choice(MODELS), random.choice((insert, update, update, delete)))


def _try(random: Random, model: type[models.Model], action: Any) -> str:
    try:
        with transaction.atomic():
            return f"{action.__name__} {model.__name__} {action(random, model)}"
    except (DatabaseError, ProtectedError, IndexError) as error:
        return f"{action.__name__} {model.__name__} refused: {error}"


def insert(random: Random, model: type[models.Model]) -> object:
    columns = {field.attname: _value(random, field) for field in _fields(model)}
    return model._default_manager.create(**columns).pk


def update(random: Random, model: type[models.Model]) -> object:
    field = random.choice(list(_fields(model)))
    chosen = _some(random, model)
    model._default_manager.filter(pk__in=chosen).update(**{field.attname: _value(random, field)})
    return chosen, field.name


def delete(random: Random, model: type[models.Model]) -> object:
    chosen = _some(random, model)[:1]
    model._default_manager.filter(pk__in=chosen).delete()
    return chosen


def _fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        is_automatic = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        if not (field.primary_key or is_automatic or field.name in {"created_by", "created_at"}):
            yield field


def _some(random: Random, model: type[models.Model]) -> list[int]:
    ids = _ids(model)
    return random.sample(ids, min(len(ids), random.choice((1, 1, 1, 2, 5))))


def _ids(model: type[models.Model]) -> list[int]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _value(random: Random, field: models.Field[Any, Any]) -> object:
    if field.null and random.random() < 0.3:
        return None
    if isinstance(field, models.ForeignKey):
        return random.choice(
            list(field.related_model._default_manager.values_list("pk", flat=True))
        )
    if field.name == "filter_key":
        return random.choice(FILTER_KEYS)
    if isinstance(field, models.BooleanField):
        return random.random() < 0.8
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 7, 1, 9, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(2026, 7, random.randint(1, 9))
    if isinstance(field, models.IntegerField | models.DecimalField):
        return random.randint(1, 5)
    if field.name == "time_zone":
        return random.choice(("Europe/London", "Asia/Tokyo"))
    text = random.choice(WORDS)
    return (f"{random.randrange(10**6)} {text}" if field.unique else text)[: field.max_length]
