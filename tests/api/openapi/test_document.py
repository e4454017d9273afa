"""The document says what the wire does, and no more."""

import json
import re
from collections import Counter
from types import NoneType
from typing import get_args

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from ninja.errors import ConfigError
from pydantic import BaseModel

from api.app import api
from api.openapi.document import Document
from api.schemas.types.text import BIDI_CONTROLS, CLEAN, NOT_BLANK, SHORT_WHEN_TRIMMED, SPACES
from config.environment import ROOT
from config.management.commands.export_openapi import exported
from domain.text import is_clean
from tests.api.openapi.documents import Node, answer_schema, nodes, operations, resolved, validator
from tests.api.responses import EVENTS, SEARCH, get, post
from tests.api.schema_parity import models, plain_type


def test_the_committed_document_is_current(client: Client, document: Node) -> None:
    assert (ROOT / "openapi.json").read_text("utf-8") == exported(), "run `make openapi`"
    assert get(client, "/api/openapi.json").json() == document


def test_the_document_is_openapi_3_1(document: Node) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["title"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert document["servers"]
    assert document["security"] == []
    assert document["info"]["license"]
    assert document["info"]["contact"]


def test_every_operation_has_its_released_id(document: Node) -> None:
    released = json.loads((ROOT / "openapi.released.json").read_text("utf-8"))
    names = {
        (method, path): operation["operationId"] for method, path, operation in operations(document)
    }

    for method, path, operation in operations(released):
        operation_id = names.get((method, path), operation["operationId"])
        assert operation_id == operation["operationId"], (
            "clients call the operation by its released name"
        )
    for name in names.values():
        assert re.fullmatch("[a-z]+([A-Z][a-z]+)+", name), f"pass operation_id= to {name}"
    assert max(Counter(names.values()).values()) == 1


def test_every_operation_is_described(document: Node) -> None:
    tags = {tag["name"] for tag in document["tags"] if tag["description"]}
    for _, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        [tag] = operation["tags"]
        assert tag in tags, path


WITHOUT_DATABASE = {"getVersion", "getLiveness"}


def test_every_operation_documents_its_problems(document: Node) -> None:
    for _, path, operation in operations(document):
        statuses = {"400", "406", "414", "422", "431", "500"}
        statuses |= set() if operation["operationId"] in WITHOUT_DATABASE else {"503"}
        # What is kept can be asked about, and insisted on.
        statuses |= {"304", "412"} if "304" in operation["responses"] else set()
        names = {parameter["name"] for parameter in operation["parameters"]}
        statuses |= {"412", "428"} if "If-Match" in names else set()
        statuses |= {"404"} if "{" in path else set()
        # An event's id in the place of its code.
        statuses |= {"308"} if operation["operationId"] == "getTutorialEvent" else set()
        statuses |= {"411", "413", "415"} if "requestBody" in operation else set()
        statuses |= statuses_of_access(operation)
        statuses |= declared_statuses(operation["operationId"])
        assert set(operation["responses"]) == statuses
        for status, response in operation["responses"].items():
            assert "X-Request-ID" in response["headers"]
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"]
                wrong = response["content"]["application/problem+json"]["example"]["errors"]
                assert bool(wrong) == (status in {"411", "422"})
        if "503" in statuses:
            assert "Retry-After" in operation["responses"]["503"]["headers"]


def statuses_of_access(operation: Node) -> set[str]:
    if not operation.get("security"):
        return set()
    return {"401", "429"} if {} in operation["security"] else {"401", "403", "429"}


def declared_statuses(operation_id: str) -> set[str]:
    """Return the statuses that a route has in its `response=`."""
    [operation] = [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        if operation.operation_id == operation_id
    ]
    return {str(status) for status in operation.response_models}


SITTING = "/api/tutorials/products/"
REQUIRED = {(SITTING, "exam_session"), (SITTING, "subject_code")}


def test_every_parameter_is_described_and_bounded(document: Node) -> None:
    for _, path, operation in operations(document):
        for parameter in operation["parameters"]:
            schema = resolved(document, parameter["schema"])
            is_needed = parameter["in"] == "path" or (path, parameter["name"]) in REQUIRED
            is_needed |= parameter["name"] == "If-Match"
            assert parameter["required"] == is_needed
            items = resolved(document, schema.get("items", schema))
            assert "type" in items, (path, parameter["name"])
            bounds = {
                "maximum",
                "maxLength",
                "maxItems",
                "format",
                "enum",
                "pattern",
            } & schema.keys()
            unbounded = schema["type"] == "boolean" or parameter["in"] == "header"
            assert bounds or unbounded, (path, parameter["name"])


def test_every_schema_is_valid_and_used(document: Node) -> None:
    schemas = document["components"]["schemas"]
    references = {node["$ref"] for node in nodes(document) if isinstance(node.get("$ref"), str)}

    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for name in schemas:
        assert f"#/components/schemas/{name}" in references
    for reference in references:
        _, components, kind, name = reference.split("/")
        assert name in document[components][kind]


def test_schemas_have_plain_names(document: Node) -> None:
    for name in document["components"]["schemas"]:
        assert re.fullmatch(r"([A-Z][a-z]+)+", name)


def test_properties_of_responses_are_required(document: Node) -> None:
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema and schema.get("additionalProperties") is not False:
            assert set(schema["required"]) == set(schema["properties"]), name


def test_every_id_is_an_int64(document: Node) -> None:
    for schema in document["components"]["schemas"].values():
        for name, value in schema.get("properties", {}).items():
            if (name == "id" or name.endswith("_id")) and value.get("type") == "integer":
                assert value["format"] == "int64"


def test_only_nullable_properties_allow_null(document: Node) -> None:
    nullable = {
        f"{schema}.{name}"
        for schema, definition in document["components"]["schemas"].items()
        for name, value in definition.get("properties", {}).items()
        if "null" in value.get("type", []) or {"type": "null"} in value.get("anyOf", [])
    }
    anything = {
        f"{schema}.{name}"
        for schema, described in document["components"]["schemas"].items()
        for name, value in described.get("properties", {}).items()
        if value.keys() <= {"description", "examples"}
    }
    # Whether the schema of an answer agrees with its entity is for test_schemas.py.
    declared = {
        f"{model.__name__}.{field.alias or name}"
        for model in models(BaseModel)
        if model.__name__ in document["components"]["schemas"]
        for name, field in model.model_fields.items()
        if NoneType in {field.annotation, *get_args(plain_type(field.annotation))}
    }

    assert nullable == declared - anything


def test_hits_have_a_discriminator(document: Node) -> None:
    hit = document["components"]["schemas"]["HitOut"]

    assert len(hit["oneOf"]) == 3
    assert hit["discriminator"] == {
        "propertyName": "type",
        "mapping": {
            "Tutorial": "#/components/schemas/TutorialHitOut",
            "Materials": "#/components/schemas/ProductHitOut",
            "Markings": "#/components/schemas/ProductHitOut",
            "Bundle": "#/components/schemas/BundleHitOut",
        },
    }


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/tutorials/events/", EVENTS),
        ("/api/tutorials/events/", f"{EVENTS}?page=9"),
        ("/api/tutorials/events/{code}/", f"{EVENTS}CM2-01-26A/"),
        ("/api/tutorials/events/{code}/", f"{EVENTS}nothing/"),
        ("/api/tutorials/events/{code}/", f"{EVENTS}CM2-01-26A/?x=1"),
        ("/api/administrate/course-templates/", "/api/administrate/course-templates/"),
        ("/api/administrate/locations/", "/api/administrate/locations/"),
        ("/api/administrate/venues/", "/api/administrate/venues/"),
        ("/api/administrate/venues/", "/api/administrate/venues/?page=0"),
    ],
)
def test_read_responses_are_valid(client: Client, document: Node, path: str, address: str) -> None:
    response = get(client, address)

    schema = answer_schema(document, "get", path, response.status_code)
    validator(document, schema).validate(response.json())


@pytest.mark.parametrize("body", [{}, {"pagination": {"page": 9}}, {"filters": {"x": 1}}, b"{"])
def test_search_responses_are_valid(client: Client, document: Node, body: object) -> None:
    response = post(client, body)

    schema = answer_schema(document, "post", SEARCH, response.status_code)
    validator(document, schema).validate(response.json())


def test_the_validator_rejects_undocumented_properties(client: Client, document: Node) -> None:
    response = get(client, f"{EVENTS}CM2-01-26A/").json()
    schema = answer_schema(document, "get", "/api/tutorials/events/{code}/", 200)
    check = validator(document, schema)

    assert not check.is_valid(response | {"colour": "red"})
    assert not check.is_valid(response | {"start_date": "1 July"})
    assert not check.is_valid({name: response[name] for name in list(response)[1:]})


def test_the_example_of_a_search_is_accepted(client: Client, document: Node) -> None:
    schema = document["components"]["schemas"]["SearchRequest"]
    [example] = schema["examples"]

    validator(document, {"$ref": "#/components/schemas/SearchRequest"}).validate(example)
    assert post(client, example).status_code == 200


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ({}, True),
        ({"searchQuery": "x" * 200}, True),
        ({"searchQuery": "x" * 201}, False),
        ({"searchQuery": "x".ljust(201)}, True),
        ({"searchQuery": "\u0958" * 150}, True),
        ({"searchQuery": "e\u0301" * 105}, False),
        ({"searchQuery": "a\x00b"}, False),
        ({"searchQuery": "a\nb"}, False),
        ({"searchQuery": "\tab\n"}, True),
        ({"searchQuery": "\x85"}, False),
        ({"searchQuery": "\ufeffab".ljust(202)}, True),
        ({"searchQuery": "\U0001f600 Zürich"}, True),
        ({"filters": {"subjects": ["CM2", 7, "7"]}}, True),
        ({"filters": {"subjects": [" "]}}, False),
        ({"filters": {"subjects": [2**63]}}, False),
        ({"filters": {"products": [1, "12", "007"]}}, True),
        ({"filters": {"products": ["²"]}}, False),
        ({"filters": {"products": ["0"]}}, False),
        ({"filters": {"products": [True]}}, False),
        ({"filters": {"colours": []}}, False),
        ({"filters": {"categories": ["x"] * 101}}, False),
        ({"pagination": {"page": 0}}, False),
        ({"pagination": {"page": 1.0, "page_size": 2e1}}, True),
        ({"pagination": {"page": 1.5}}, False),
        ({"pagination": {"page_size": 101}}, False),
        ({"options": {"include_bundles": 1}}, False),
        ([], False),
    ],
)
def test_a_body_is_accepted_if_and_only_if_it_is_valid(
    client: Client, document: Node, body: object, valid: bool
) -> None:
    check = validator(document, {"$ref": "#/components/schemas/SearchRequest"})

    assert check.is_valid(body) == valid
    assert post(client, body).status_code == (200 if valid else 422)


def test_the_patterns_match_clean_text() -> None:
    # Beyond these there are neither control characters nor spaces.
    characters = [chr(number) for number in range(0x10000) if not 0xD800 <= number < 0xE000]

    for character in characters:
        clean, blank = is_clean(character), character in SPACES
        inside, at_the_end, alone = f"a{character}b", f"a{character}", f" {character} "
        assert bool(re.search(CLEAN["pattern"], inside)) == clean, hex(ord(character))
        # A query may have bidirectional controls, which are removed from it.
        taken = clean or bool(BIDI_CONTROLS.match(character))
        assert bool(re.search(SHORT_WHEN_TRIMMED["pattern"], inside)) == taken
        assert bool(re.search(SHORT_WHEN_TRIMMED["pattern"], at_the_end)) == (taken or blank)
        assert bool(re.search(NOT_BLANK["pattern"], alone)) == (clean and not blank)


def test_two_schemas_with_the_same_name_are_an_error() -> None:
    document = Document(api, "api/")
    document.add_schema_definitions({"Thing": {"type": "string"}})
    document.add_schema_definitions({"Thing": {"type": "string"}})

    with pytest.raises(ConfigError, match="Thing"):
        document.add_schema_definitions({"Thing": {"type": "integer"}})
