"""Every response schema has the fields and types of its domain object."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from ninja.operation import Operation
from ninja.responses import Status
from pydantic import Field

from api.app import api
from api.http.caching.catalogue_response import CatalogueResponse
from api.routers.reference.kinds import KINDS
from api.schemas.output import Id, Out
from api.schemas.read_only import WithReadOnly
from api.schemas.reference.records import RecordIn
from api.schemas.tutorials.event_input import TutorialEventIn
from api.schemas.tutorials.session_input import TutorialSessionIn
from domain.paging import Page
from domain.reference import ReferenceRecord
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft
from tests.api.schema_parity import differences, models


def operations() -> Iterator[Operation]:
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            yield from (each for each in view.operations if _has_content(each))


def _has_content(operation: Operation) -> bool:
    return any(model for status, model in operation.response_models.items() if status < 300)


def schema_and_object(operation: Operation) -> tuple[Any, Any]:
    """Return what an operation declares as its answer, and what its handler returns."""
    responses = [model for status, model in operation.response_models.items() if status < 300]
    [shape] = {model.model_fields["response"].annotation for model in responses}
    shown = get_type_hints(operation.view_func, include_extras=True)["return"]
    if get_origin(shown) in {CatalogueResponse, Status}:
        [shown] = get_args(shown)
    return shape, shown


def has_schema(operation: Operation) -> bool:
    """Whether the answer is JSON; a file has no schema."""
    return operation.response_models[min(operation.response_models)] is not None


WITH_SCHEMA = [operation for operation in operations() if has_schema(operation)]


@pytest.mark.parametrize("operation", WITH_SCHEMA, ids=lambda each: str(each.operation_id))
def test_a_schema_matches_the_object_of_its_route(operation: Operation) -> None:
    schema, shown = schema_and_object(operation)

    assert list(differences(schema, shown)) == []


def test_every_property_has_a_description() -> None:
    unexplained = [
        f"{model.__name__}.{name}"
        for model in models(Out)
        if model.__module__.startswith("api.")
        for name, field in model.model_fields.items()
        if not field.description
    ]

    assert unexplained == [], "add a description to these fields in api/schemas/"


@pytest.mark.parametrize(
    ("draft", "schema"), [(EventDraft, TutorialEventIn), (SessionDraft, TutorialSessionIn)]
)
def test_a_request_can_set_every_field_of_a_draft(
    draft: type[EventDraft | SessionDraft], schema: type[WithReadOnly]
) -> None:
    missing = {field.name for field in fields(draft)} - set(schema.model_fields)

    assert missing == set(), f"add them to {schema.__name__} in {schema.__module__}"


@pytest.mark.parametrize(
    ("entity", "schema"),
    [(kind.entity, kind.input) for kind in KINDS if kind.input],
    ids=lambda each: str(each.__name__),
)
def test_a_request_can_set_every_field_of_a_record(
    entity: type[ReferenceRecord], schema: type[RecordIn]
) -> None:
    names = {field.name for field in fields(entity)} - schema.read_only()

    assert names == set(schema.model_fields), f"change {schema.__name__} in {schema.__module__}"


@dataclass(frozen=True)
class Thing:
    id: int
    names: tuple[str, ...]


class ThingOut(Out):
    id: Id
    names: list[str] = Field(description="The names.")


class WithoutNamesOut(Out):
    id: Id


class WithColourOut(ThingOut):
    colour: str


class WithOtherNamesOut(Out):
    id: Id
    names: list[int]


class OtherOrderOut(Out):
    names: list[str]
    id: Id


class ThingPageOut(Out):
    items: list[WithoutNamesOut]
    pagination: Any


@pytest.mark.parametrize(
    ("schema", "shown", "expected"),
    [
        (ThingOut, Thing, []),
        (ThingOut, Thing | None, ["ThingOut"]),
        (WithoutNamesOut, Thing, ["WithoutNamesOut has no field 'names' of Thing"]),
        (WithColourOut, Thing, ["WithColourOut.colour is no field of Thing"]),
        (WithOtherNamesOut, Thing, ["WithOtherNamesOut.names: the schema has"]),
        (OtherOrderOut, Thing, ["OtherOrderOut has the fields of Thing in another order"]),
        (list[ThingOut], tuple[Thing, ...], []),
        (dict[str, WithoutNamesOut], dict[str, Thing], ["WithoutNamesOut has no field"]),
        (ThingPageOut, Page[Thing], ["WithoutNamesOut has no field", "ThingPageOut.pagination"]),
    ],
)
def test_differences_are_found(schema: Any, shown: Any, expected: list[str]) -> None:
    found = sorted(differences(schema, shown))

    assert len(found) == len(expected)
    for message in expected:
        assert any(message in each for each in found), found
