"""The document keeps to the part of OpenAPI that client generators agree on."""

import re
from collections.abc import Iterator
from typing import Any

from api.schemas.search.prices import PRICE_TYPES
from tests.api.openapi.documents import Node, nodes, operations, resolved, validator

# A character that ends a line of JavaScript, or the escape of one: not allowed in its literals.
LINE_ENDS = re.compile(r"\\u202[89]|\\x\{?202[89]|[\n\r\u2028\u2029]", re.IGNORECASE)
SENTENCE = re.compile(r"^[A-Z`].*\.$", re.DOTALL)


def schemas(document: Node) -> Iterator[tuple[str, Node]]:
    """Yield every schema with the place where it stands, at any depth."""
    yield from _inside("", document["components"]["schemas"])
    for _, path, operation in operations(document):
        for parameter in operation["parameters"]:
            yield from _inside(f"{path} {parameter['name']}", {"": parameter["schema"]})


def _inside(place: str, found: Node) -> Iterator[tuple[str, Node]]:
    for name, schema in found.items():
        here = f"{place} {name}".strip()
        yield here, schema
        yield from _inside(here, schema.get("properties", {}))
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                yield from _inside(here, {key: schema[key]})
        for key in ("anyOf", "oneOf", "allOf"):
            yield from _inside(
                here, {f"{key}/{n}": part for n, part in enumerate(schema.get(key, []))}
            )


def test_a_schema_has_one_type_or_the_same_or_null(document: Node) -> None:
    for place, schema in schemas(document):
        match schema.get("type"):
            case [_, *_] as types:
                assert len(types) == 2, place
                assert types[1] == "null", place
                assert types[0] != "null", place
            case "null":
                assert re.search(r"(anyOf|oneOf)/\d+$", place), f"{place}: only null"


def test_a_fixed_value_is_an_enum_of_texts(document: Node) -> None:
    for place, schema in schemas(document):
        assert "const" not in schema, place
        assert all(isinstance(value, str) for value in schema.get("enum", [])), place


def test_the_schemas_of_a_union_have_names(document: Node) -> None:
    for place, schema in schemas(document):
        for part in schema.get("oneOf", []):
            assert "$ref" in part, place
        if "discriminator" in schema:
            selector = schema["discriminator"]["propertyName"]
            for value, reference in schema["discriminator"]["mapping"].items():
                kind = resolved(document, {"$ref": reference})["properties"][selector]
                assert value in kind["enum"], place


def test_the_items_of_a_body_have_names(document: Node) -> None:
    # A generator would otherwise make up a name, such as Venue1.
    for place, schema in schemas(document):
        if not place.startswith("/") and place.endswith(" items"):
            is_plain = not schema.keys() & {"enum", "pattern", "anyOf", "properties", "minimum"}
            assert is_plain, f"{place}: make a `type` of it"


def test_a_pattern_can_stand_in_a_literal_of_any_language(document: Node) -> None:
    patterns = [
        (place, schema["pattern"]) for place, schema in schemas(document) if "pattern" in schema
    ]

    assert patterns
    for place, pattern in patterns:
        assert not LINE_ENDS.search(pattern), place
        assert pattern.isascii(), place
        assert not re.search(r"\(\?|\\[pPAZzGQ]", pattern), f"{place}: not in every language"


def test_required_parameters_come_first_and_deprecated_ones_last(document: Node) -> None:
    for _, path, operation in operations(document):
        places = [
            (not parameter["required"], parameter.get("deprecated", False))
            for parameter in operation["parameters"]
        ]
        assert places == sorted(places), path


def test_parameters_with_an_alias_or_without_effect_are_deprecated(document: Node) -> None:
    for _, path, operation in operations(document):
        for parameter in operation["parameters"]:
            is_old = re.match("Alias of|Accepted for|Adds the", parameter["description"])
            assert parameter.get("deprecated", False) == bool(is_old), (path, parameter["name"])


def test_only_required_parameters_have_an_example(document: Node) -> None:
    # Swagger UI sends every example that it finds; all filters at once find nothing.
    for _, path, operation in operations(document):
        for parameter in operation["parameters"]:
            place = path, parameter["name"]
            assert ("example" in parameter) == parameter["required"], place
            assert not parameter["schema"].keys() & {"example", "examples"}, place
            assert "examples" not in parameter, place
            if "example" in parameter:
                validator(document, parameter["schema"]).validate(parameter["example"])


def test_everything_is_described_in_sentences(document: Node) -> None:
    described: list[tuple[str, Any]] = [
        (f"{path} {parameter['name']}", parameter)
        for _, path, operation in operations(document)
        for parameter in operation["parameters"]
    ]
    for name, schema in document["components"]["schemas"].items():
        described.append((name, schema))
        described += [(f"{name}.{key}", part) for key, part in schema.get("properties", {}).items()]
    described += list(document["components"]["headers"].items())

    for place, part in described:
        assert SENTENCE.match(part.get("description", "")), f"{place}: describe it in a sentence"


def test_a_reference_with_other_keys_only_adds_a_description_or_a_default(document: Node) -> None:
    for node in nodes(document):
        if isinstance(node.get("$ref"), str):
            extra = node.keys() - {"$ref", "description", "default", "x-default", "examples"}
            assert not extra, node


def test_the_default_of_an_optional_property_does_not_make_it_required(document: Node) -> None:
    # openapi-typescript makes every property required that has the keyword `default`.
    found = [
        (place, schema)
        for place, schema in schemas(document)
        if not place.startswith("/") and schema.keys() & {"default", "x-default"}
    ]

    assert ("SearchPagination page_size", 20) in [
        (place, schema.get("x-default")) for place, schema in found
    ]
    for place, schema in found:
        assert "default" not in schema, place
        assert "left out" in schema["description"], place


def test_price_types_are_known_and_open(document: Node) -> None:
    kind = document["components"]["schemas"]["PriceHitOut"]["properties"]["price_type"]

    assert kind["type"] == "string"
    assert "enum" not in kind
    assert kind["examples"] == kind["x-extensible-enum"] == PRICE_TYPES
