"""Every kind of reference data has a model, and a page in the admin."""

import pytest
from django.contrib import admin

from adapters.administrate.repository import MODELS
from domain import reference
from domain.reference import KINDS, ReferenceRecord


def test_every_kind_is_registered() -> None:
    defined = {
        kind
        for kind in vars(reference).values()
        if isinstance(kind, type) and ReferenceRecord in kind.__bases__
    }

    assert defined == set(KINDS), "add it to KINDS in domain/reference.py"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_model_with_its_fields(kind: type[ReferenceRecord]) -> None:
    model = MODELS[kind]

    columns = {field.attname for field in model._meta.concrete_fields}
    missing = kind.__dataclass_fields__.keys() - columns
    assert not missing, f"add {sorted(missing)} to the model {kind.__name__}"
    assert admin.site.is_registered(model)
