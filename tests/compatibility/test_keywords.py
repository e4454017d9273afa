"""A keyword that the check does not understand is a break if it differs, and only then."""

from copy import deepcopy
from typing import Any

import pytest

from compatibility.operations import breaks
from tests.compatibility.planted import DOCUMENT, Node, changed, fields, schema

VENUE = {"$ref": "#/components/schemas/VenueOut"}
WORD = {"type": "string", "minLength": 3}

NOT_UNDERSTOOD: dict[str, Any] = {
    "allOf": [WORD, {"maxLength": 9}],
    "contains": WORD,
    "contentEncoding": "base64",
    "dependentRequired": {"a": ["b"]},
    "else": WORD,
    "if": WORD,
    "not": WORD,
    "patternProperties": {"^x": WORD},
    "prefixItems": [WORD],
    "propertyNames": WORD,
    "readOnly": True,
    "then": WORD,
    "unevaluatedProperties": False,
    "writeOnly": True,
    "of-tomorrow": 1,
}


def message(keyword: str, place: str) -> str:
    return f"{place}: the unknown keyword {keyword} changed"


@pytest.mark.parametrize("name", ["SearchFilters", "TutorialEventOut"])
@pytest.mark.parametrize("keyword", NOT_UNDERSTOOD)
def test_adding_or_removing_it_is_reported(keyword: str, name: str) -> None:
    with_it = changed(lambda d: schema(d, name).update({keyword: NOT_UNDERSTOOD[keyword]}))

    assert message(keyword, name) in breaks(DOCUMENT, with_it)
    assert message(keyword, name) in breaks(with_it, DOCUMENT)
    assert breaks(with_it, with_it) == []


def test_a_changed_value_is_reported() -> None:
    before = changed(lambda d: schema(d, "SearchFilters").update({"not": WORD}))
    after = changed(lambda d: schema(d, "SearchFilters").update({"not": WORD | {"minLength": 2}}))

    assert breaks(before, after) == [message("not", "SearchFilters")]


def test_a_changed_reference_is_reported() -> None:
    before = changed(lambda d: schema(d, "SearchFilters").update({"not": {"items": VENUE}}))
    after = deepcopy(before)
    fields(after, "VenueOut")["name"]["maxLength"] = 3

    assert breaks(before, after) == [message("not", "SearchFilters")]


def test_descriptions_inside_it_can_change() -> None:
    before = changed(lambda d: schema(d, "SearchFilters").update({"not": WORD}))
    after = changed(lambda d: schema(d, "SearchFilters").update({"not": WORD | {"title": "x"}}))

    assert breaks(before, after) == []


def test_keywords_beside_a_reference_are_compared() -> None:
    kind = {"$ref": "#/components/schemas/MatchKind", "enum": ["code"]}
    before = changed(lambda d: fields(d, "MatchOut").update(kind=kind))
    after = changed(lambda d: fields(d, "MatchOut").update(kind=kind | {"enum": ["code", "name"]}))

    assert breaks(before, after) == ["MatchOut.kind can now be value 'name'"]
    assert breaks(before, DOCUMENT) == ["MatchOut.kind can now be any value other than 'code'"]


def test_compositions_are_compared_part_by_part() -> None:
    def composed(document: Node) -> None:
        document["components"]["schemas"]["Whole"] = {"allOf": [VENUE, {"title": "x"}]}
        fields(document, "VenuePageOut")["whole"] = {"$ref": "#/components/schemas/Whole"}

    before, grown, shrunk = (changed(composed) for _ in range(3))
    schema(grown, "Whole")["allOf"][1]["properties"] = {"new": {"type": "string"}}
    schema(shrunk, "Whole")["allOf"].pop()

    assert breaks(before, grown) == []
    assert message("allOf", "Whole") in breaks(before, shrunk)
