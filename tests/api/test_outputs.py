"""JSON that pydantic-core does not write is written all the same."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.rendering.json import _write_deep, write_json
from domain.paging import Page, PageRequest, Pagination
from domain.ports.ports import Ports
from domain.reference import CourseTemplate, Json
from tests.api.clients import client_of
from tests.api.samples import some_records
from tests.in_memory import InMemoryReferenceData

TEMPLATE = next(record for record in some_records() if isinstance(record, CourseTemplate))
TEMPLATES = "/api/administrate/course-templates/"


def nested(depth: int) -> Json:
    value: Json = "ü"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize("depth", [10, 254, 255, 256, 900, 5000])
def test_a_deeply_nested_stored_value_is_shown(ports: Ports, depth: int) -> None:
    deep = replace(TEMPLATE, custom_fields=nested(depth))
    client = client_of(replace(ports, reference=InMemoryReferenceData(deep)))

    response = client.get(TEMPLATES)

    assert response.status_code == 200
    assert response.content.count(b'"a":') == depth // 2 + depth % 2
    assert "ü".encode() in response.content


def test_both_writers_produce_the_same_json() -> None:
    request = PageRequest(page=1, page_size=20)
    in_summer = datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Europe/London"))
    record = replace(TEMPLATE, created_at=in_summer, updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    page = Page(items=[TEMPLATE, record], pagination=Pagination.of(request, 2))

    assert _write_deep(page) == write_json(page)


def test_decimals_and_dates_are_strings() -> None:
    parsed: dict[str, Any] = json.loads(_write_deep({"a": Decimal("7.50"), "b": date(2026, 7, 1)}))

    assert parsed == {"a": "7.50", "b": "2026-07-01"}


def test_a_value_without_json_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        _write_deep({"a": object()})
