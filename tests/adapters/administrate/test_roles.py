"""The roles of a custom field are read and written in the same way for both column types."""

import pytest
from django.db import DataError, connection
from django.db.models import F
from model_bakery import baker

from adapters.administrate.models import CustomField

ROLES = ["student", 'a "b", {c}', "ü"]


@pytest.fixture(params=["jsonb", "varchar(255)[]"])
def column(request: pytest.FixtureRequest, db: None) -> str:
    if request.param != "jsonb":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE adm.custom_fields DROP roles")
            cursor.execute(f"ALTER TABLE adm.custom_fields ADD roles {request.param}")
    return str(request.param)


@pytest.mark.parametrize("roles", [ROLES, [], None])
def test_saved_roles_are_read(column: str, roles: list[str] | None) -> None:
    field = baker.make(CustomField, roles=roles)
    assert CustomField.objects.get(pk=field.pk).roles == roles
    assert CustomField.objects.values_list("roles", flat=True).get() == roles


def test_a_saved_list_is_replaced(column: str) -> None:
    field = baker.make(CustomField, roles=["old"])
    field.roles = ROLES
    field.save()
    assert CustomField.objects.get().roles == ROLES
    CustomField.objects.update(roles=["new"])
    assert CustomField.objects.get().roles == ["new"]


def test_bulk_create(column: str) -> None:
    made = [baker.prepare(CustomField, external_id=str(n), roles=[str(n)]) for n in range(3)]
    CustomField.objects.bulk_create(made)
    found = CustomField.objects.order_by("external_id").values_list("roles", flat=True)
    assert list(found) == [["0"], ["1"], ["2"]]


def test_an_expression_is_written_unchanged(column: str) -> None:
    baker.make(CustomField, roles=ROLES)
    CustomField.objects.update(roles=F("roles"))
    assert CustomField.objects.get().roles == ROLES


def test_a_role_that_an_array_cannot_hold_is_an_error(column: str) -> None:
    longest = "x" * 255
    assert baker.make(CustomField, external_id="a", roles=[longest]).pk
    if column != "jsonb":
        with pytest.raises(DataError):
            baker.make(CustomField, external_id="b", roles=[longest + "x"])
