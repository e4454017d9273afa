"""What the document shows and tells of the answers: examples, links, validators."""

import re
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from ninja import NinjaAPI

from api.openapi.document import Document
from api.openapi.extras import combined, links, without_data, without_validator
from api.schemas.search.results import SearchPageOut
from tests.api.openapi.documents import Node, operations, validator


def test_every_response_has_a_valid_example(document: Node) -> None:
    for _, path, operation in operations(document):
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                assert "example" in content, (path, status)
                validator(document, content["schema"]).validate(content["example"])
                if status >= "400":
                    assert content["example"]["status"] == int(status)


def test_every_link_refers_to_an_operation_with_valid_parameters(document: Node) -> None:
    taken = {
        operation["operationId"]: {each["name"] for each in operation["parameters"]}
        for _, _, operation in operations(document)
    }
    found = [
        link
        for _, _, operation in operations(document)
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    ]

    assert found
    for link in found:
        assert link["parameters"].keys() <= taken[link["operationId"]]


def test_a_decimal_is_a_string_in_the_document(document: Node) -> None:
    amount = document["components"]["schemas"]["PriceHitOut"]["properties"]["amount"]

    assert (amount["type"], amount["format"]) == ("string", "decimal")
    for text, taken in [
        ("755.00", True),
        ("-3", True),
        ("", False),
        ("1e3", False),
        ("NaN", False),
    ]:
        assert bool(re.search(amount["pattern"], text)) == taken, text


def test_a_json_value_has_an_open_schema(document: Node) -> None:
    schemas = document["components"]["schemas"]

    custom_fields = schemas["CourseTemplateOut"]["properties"]["custom_fields"]
    assert custom_fields.keys() == {"description", "examples"}


def a_document(**told_more: Any) -> Node:
    """Return the document of an API with one route, which tells more of itself."""
    made = NinjaAPI(title="x", version="1.0.0", urls_namespace=f"test-{uuid4()}")

    @made.get("/things/", response=SearchPageOut, operation_id="listThings", **told_more)
    def list_things(request: HttpRequest) -> None:
        """Return nothing: this is about the document."""

    document: Node = Document(made, "")
    assert Document(made, "") == document
    return document


def test_every_get_documents_conditional_requests(document: Node) -> None:
    for method, path, operation in operations(document):
        names = {parameter["name"] for parameter in operation["parameters"]}
        assert ("If-None-Match" in names) == ("304" in operation["responses"]), path
        assert method == "get" or "If-None-Match" not in names
        for status in {"200", "304"} & operation["responses"].keys() if method == "get" else ():
            sent = operation["responses"][status]["headers"].keys()
            assert ("ETag" in sent) == ("If-None-Match" in names), path


def test_a_route_can_document_no_store_and_links() -> None:
    onward = links(listThings={"page": "$response.body#/pagination/page"})
    document = a_document(openapi_extra=combined(without_validator(), without_data(), onward))
    operation = document["paths"]["/things/"]["get"]

    assert operation["parameters"] == []
    assert "304" not in operation["responses"]
    assert operation["responses"]["200"]["headers"].keys() == {"Cache-Control", "X-Request-ID"}
    assert operation["responses"]["200"]["links"]["listThings"]["operationId"] == "listThings"
    assert not {name for name in operation if name.startswith("x-")}


def test_every_response_of_a_deprecated_route_documents_its_headers() -> None:
    ends = {"Deprecation": {"schema": {"type": "string"}}}
    document = a_document(deprecated=True, openapi_extra={"responses": {200: {"headers": ends}}})

    for status, response in document["paths"]["/things/"]["get"]["responses"].items():
        # The service returns 400 before it knows the route.
        assert ("Deprecation" in response["headers"]) == (status != "400")
