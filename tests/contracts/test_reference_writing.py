"""Writing reference data over the API, on a service in memory and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from adapters.access import tokens
from adapters.administrate.models import CourseTemplate, CourseTemplatePriceLevel, PriceLevel
from domain.access.callers import Scope
from tests.api.clients import client_of
from tests.api.responses import pointers, problem
from tests.api.service import some_ports
from tests.api.writing import Service, a_client
from tests.callers import token_of

BASE = "/api/administrate"
LOCATION = {"external_id": "L7", "name": "Leeds", "code": "LDS"}
RECORDS: dict[str, dict[str, Any]] = {
    "locations": LOCATION,
    "venues": {"external_id": "V7", "name": "Park Row", "description": "Two\nlines"},
    "instructors": {"external_id": "I7", "first_name": "Ada", "last_name": "W", "email": "a@b.org"},
    "price-levels": {"external_id": "P7", "name": "Standard"},
    "custom-fields": {
        "external_id": "C7",
        "label": "Diet",
        "field_type": "text",
        "entity_type": "Event",
        "roles": ["learner"],
    },
    "course-templates": {
        "external_id": "T7",
        "code": "X_1",
        "title": "X",
        "custom_fields": {"days": [1, None, "ü", 2.5]},
    },
}


def in_memory() -> Service:
    return Service(client_of(some_ports()), product=1, token=token_of(Scope.REFERENCE_WRITE))


def on_postgresql() -> Service:
    owner = User.objects.create_superuser("owner")
    _, secret = tokens.issue(
        name="writer", owner=owner, scopes={Scope.REFERENCE_WRITE}, expires_at=None
    )
    return Service(a_client(), 1, secret.text)


@pytest.fixture(
    params=[in_memory, pytest.param(on_postgresql, marks=pytest.mark.django_db)],
    ids=["in memory", "PostgreSQL"],
)
def service(request: pytest.FixtureRequest) -> Service:
    make: Callable[[], Service] = request.param
    return make()


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_created_changed_and_deleted(service: Service, kind: str) -> None:
    made = service.send("POST", f"{BASE}/{kind}/", RECORDS[kind])
    assert made.status_code == 201, made.content
    address = made.headers["Location"]
    assert made.headers["Catalogue-Version"]
    record = made.json()
    assert record.items() >= RECORDS[kind].items()

    read = service.send("GET", address)
    assert (read.json(), read.headers["ETag"]) == (record, made.headers["ETag"])
    tag = {"If-Match": read.headers["ETag"]}
    problem(service.send("PUT", address, record), 428)
    problem(service.send("PUT", address, record, **{"If-Match": '"0"'}), 412)
    problem(service.send("DELETE", address, **{"If-Match": "*"}), 403)
    put = service.send("PUT", address, record, **tag)
    assert put.status_code == 200, put.content
    stamps = {"updated_at": put.json().get("updated_at")} if "updated_at" in record else {}
    assert put.json() == {**record, **stamps}
    patched = service.send(
        "PATCH", address, {"external_id": "other"}, **{"If-Match": put.headers["ETag"]}
    )
    assert patched.json()["external_id"] == "other"
    problem(service.send("PUT", address, record, **tag), 412) if "updated_at" in record else None
    gone = service.send("DELETE", address, **{"If-Match": patched.headers["ETag"]})
    assert gone.status_code == 204
    problem(service.send("GET", address), 404)
    problem(service.send("DELETE", address, **tag), 404)


@pytest.mark.parametrize(
    ("kind", "changes", "wrong"),
    [
        ("locations", {"name": " ", "code": "x" * 51}, ["/name", "/code"]),
        ("venues", {"location_id": "nowhere"}, ["/location_id"]),
        ("venues", {"description": "\x00"}, ["/description"]),
        ("course-templates", {"custom_fields": {"a": "\x00"}}, ["/custom_fields"]),
        ("custom-fields", {"roles": ["a", 7]}, ["/roles/1"]),
        ("instructors", {"colour": 1, "is_active": "yes"}, ["/is_active", "/colour"]),
    ],
)
def test_an_error_has_a_pointer_to_the_field(
    service: Service, kind: str, changes: dict[str, Any], wrong: list[str]
) -> None:
    response = service.send("POST", f"{BASE}/{kind}/", {**RECORDS[kind], **changes})

    assert [error["pointer"] for error in problem(response, 422)["errors"]] == wrong


def test_a_patch_is_merged_into_nested_objects(service: Service) -> None:
    nested = {"a": {"b": 1, "c": [1, {"d": None}]}, "e": 2}
    made = service.send(
        "POST",
        f"{BASE}/course-templates/",
        {**RECORDS["course-templates"], "custom_fields": nested},
    )
    patch = {"custom_fields": {"a": {"b": None, "f": {"g": 1, "h": None}}, "e": [None]}}

    changed = service.send(
        "PATCH", made.headers["Location"], patch, **{"If-Match": made.headers["ETag"]}
    )

    # RFC 7396: null removes a member of an object, but not an element of an array.
    assert changed.json()["custom_fields"] == {
        "a": {"c": [1, {"d": None}], "f": {"g": 1}},
        "e": [None],
    }
    tag = {"If-Match": changed.headers["ETag"]}
    assert pointers(service.send("PATCH", made.headers["Location"], {"active": None}, **tag)) == [
        "/active"
    ]


def test_a_key_exists_once(service: Service) -> None:
    assert service.send("POST", f"{BASE}/locations/", LOCATION).status_code == 201

    problem(service.send("POST", f"{BASE}/locations/", LOCATION), 409)


def test_a_location_with_venues_is_not_deleted(service: Service) -> None:
    made = service.send("POST", f"{BASE}/locations/", LOCATION)
    venue = {**RECORDS["venues"], "location_id": "L7"}
    assert service.send("POST", f"{BASE}/venues/", venue).json()["location_id"] == "L7"

    refused = service.send("DELETE", made.headers["Location"], **{"If-Match": made.headers["ETag"]})

    assert "venues" in problem(refused, 409)["detail"]


def test_only_callers_who_may_write_see_the_email(service: Service) -> None:
    made = service.send("POST", f"{BASE}/instructors/", RECORDS["instructors"])

    anonymous: Any = service.client.get(made.headers["Location"])

    assert made.json()["email"] == "a@b.org"
    assert "email" not in anonymous.json()
    assert anonymous.headers["ETag"] != made.headers["ETag"]


@pytest.mark.django_db
def test_a_template_is_deleted_with_its_price_levels_but_a_price_level_in_use_is_not() -> None:
    service = on_postgresql()
    template = service.send("POST", f"{BASE}/course-templates/", RECORDS["course-templates"])
    level = service.send("POST", f"{BASE}/price-levels/", RECORDS["price-levels"])
    CourseTemplatePriceLevel.objects.create(
        course_template=CourseTemplate.objects.get(),
        price_level=PriceLevel.objects.get(),
        external_id="TP",
        amount=1,
    )

    def delete(made: Any) -> Any:
        return service.send(
            "DELETE", made.headers["Location"], **{"If-Match": made.headers["ETag"]}
        )

    problem(delete(level), 409)
    assert delete(template).status_code == 204
    assert not CourseTemplatePriceLevel.objects.exists()


@pytest.mark.django_db
def test_a_record_that_another_system_refers_to_is_not_deleted() -> None:
    service = on_postgresql()
    made = service.send("POST", f"{BASE}/instructors/", RECORDS["instructors"])
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE adm.rota (who varchar(255) REFERENCES adm.instructors (external_id)"
            " ON DELETE CASCADE); INSERT INTO adm.rota VALUES ('I7')"
        )

    refused = service.send("DELETE", made.headers["Location"], **{"If-Match": made.headers["ETag"]})

    assert "adm.rota" in problem(refused, 409)["detail"]
