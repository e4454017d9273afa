import pytest
from django.test import Client

from domain.reference import KINDS as ENTITIES
from tests.api.operations import OPERATIONS
from tests.api.responses import get, wrong_fields

KINDS = [
    operation.path.split("/")[-2]
    for operation in OPERATIONS
    if operation.definition["operationId"].startswith("list")
    if operation.definition["tags"] == ["Reference data"]
]


def test_every_kind_has_a_route() -> None:
    names = {kind.replace("-", " ").title().replace(" ", "").removesuffix("s") for kind in KINDS}

    assert names == {entity.__name__ for entity in ENTITIES}, (
        "add the kind to KINDS in api/routers/reference/kinds.py"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_pages(client: Client, kind: str) -> None:
    response = get(client, f"/api/administrate/{kind}/?page=1&page_size=100")

    assert response.status_code == 200
    assert list(response.json()) == ["items", "pagination"]
    assert response.json()["pagination"]["total_count"] == len(response.json()["items"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("query", ["page=0", "page_size=101", "name=x", "page=1&page=1"])
def test_every_kind_is_strict(client: Client, kind: str, query: str) -> None:
    [field] = wrong_fields(get(client, f"/api/administrate/{kind}/?{query}"))

    assert query.startswith(field)


def test_a_record_is_shown_unchanged(client: Client) -> None:
    [record] = get(client, "/api/administrate/course-templates/").json()["items"]

    assert record == {
        "id": 3,
        "external_id": "T3",
        "code": "CM2_f2f_5",
        "title": "CM2 in five days",
        "event_learning_mode": "Classroom",
        "categories": "",
        "custom_fields": {"days": 5, "online": False, "notes": [None, "ü", 1.5]},
        "active": True,
        "created_at": "2026-01-07T09:30:00+00:00",
        "updated_at": "2026-01-07T09:30:00+00:00",
    }


def test_a_page_contains_only_one_kind(client: Client) -> None:
    records = get(client, "/api/administrate/venues/?page=2&page_size=1").json()

    assert [record["external_id"] for record in records["items"]] == ["V9"]
    assert records["pagination"]["total_count"] == 2
