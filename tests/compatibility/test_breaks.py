"""Every kind of break in the document of the service is found; additions are not breaks."""

from copy import deepcopy

import pytest

from compatibility.operations import breaks
from tests.compatibility.planted import (
    DOCUMENT,
    EVENTS,
    ONE,
    SEARCH,
    VENUES,
    Change,
    changed,
    fields,
    get,
    parameter,
    schema,
    without,
)

BREAKS: dict[str, tuple[Change, str]] = {
    "a removed path": (lambda d: without(d["paths"], VENUES), f"GET {VENUES} was removed"),
    "a removed operation": (
        lambda d: d["paths"][VENUES].update(post=d["paths"][VENUES].pop("get")),
        f"GET {VENUES} was removed",
    ),
    "a renamed operation": (lambda d: get(d).update(operationId="events"), "operationId"),
    "another tag": (lambda d: get(d).update(tags=["Search"]), "the tags"),
    "a key to ask for": (lambda d: get(d).update(security=[{"Key": []}]), "the security"),
    "a key to ask for everywhere": (lambda d: d.update(security=[{"Key": []}]), "the security"),
    "a removed parameter": (
        lambda d: get(d)["parameters"].remove(parameter(d, "venue")),
        "query venue was removed",
    ),
    "a required parameter": (
        lambda d: parameter(d, "venue").update(required=True),
        "query venue is now required",
    ),
    "a new required parameter": (
        lambda d: get(d)["parameters"].append(parameter(d, "venue") | {"name": "x", "required": 1}),
        "query x is new and required",
    ),
    "a tighter bound of a parameter": (
        lambda d: parameter(d, "page_size")["schema"].update(maximum=50),
        "maximum 50 (the other: 100)",
    ),
    "a new bound of a parameter": (
        lambda d: parameter(d, "available")["schema"].update(enum=[True]),
        "any value other than True",
    ),
    "another default of a property": (
        lambda d: fields(d, "SearchPagination")["page_size"].update({"x-default": 50}),
        "the x-default 20 is now 50",
    ),
    "another default": (
        lambda d: parameter(d, "page_size")["schema"].update(default=50),
        "the default 20 is now 50",
    ),
    "a removed status": (
        lambda d: without(get(d, ONE)["responses"], "404"),
        "(status 404) was removed",
    ),
    "a new success": (
        lambda d: get(d)["responses"].update({"206": {"description": "Part"}}),
        "has the new status 206",
    ),
    "another media type": (
        lambda d: get(d)["responses"]["200"].update(content={"text/csv": {"schema": {}}}),
        "no longer has application/json",
    ),
    "a removed header": (
        lambda d: without(get(d)["responses"]["200"]["headers"], "ETag"),
        "no longer has the header etag",
    ),
    "a header left out": (
        lambda d: d["components"]["headers"]["ETag"].update(required=False),
        "may omit the header etag",
    ),
    "a removed link": (
        lambda d: get(d)["responses"]["200"].update(links={}),
        "no longer has the link getTutorialEvent",
    ),
    "another link": (
        lambda d: get(d)["responses"]["200"]["links"]["getTutorialEvent"].update(parameters={}),
        "the link getTutorialEvent changed",
    ),
    "another server": (
        lambda d: d.update(servers=[{"url": "https://example.org/v2"}]),
        "the server / is now https://example.org/v2",
    ),
    "a server of one operation": (
        lambda d: get(d).update(servers=[{"url": "/v2"}]),
        f"GET {EVENTS}: the server / is now /v2",
    ),
    "a parameter of a media type": (
        lambda d: parameter(d, "venue").update(
            content={"application/json": {"schema": parameter(d, "venue").pop("schema")}}
        ),
        "changed between `schema` and `content`",
    ),
    "another style": (
        lambda d: parameter(d, "venue").update(style="spaceDelimited"),
        "the style of the parameter query venue is now spaceDelimited",
    ),
    "no paths": (lambda d: without(d, "paths"), f"GET {VENUES} was removed"),
    "a required body": (
        lambda d: d["paths"][SEARCH]["post"]["requestBody"].update(required=True),
        "the body is now required",
    ),
    "no body": (
        lambda d: without(d["paths"][SEARCH]["post"], "requestBody"),
        "the body was removed",
    ),
    "a removed field of an answer": (
        lambda d: without(fields(d, "TutorialEventOut"), "venue"),
        "TutorialEventOut.venue was removed",
    ),
    "a field of an answer left out": (
        lambda d: schema(d, "TutorialEventOut")["required"].remove("venue"),
        "TutorialEventOut.venue may now be omitted",
    ),
    "another type in an answer": (
        lambda d: fields(d, "TutorialEventOut").update(remain_space={"type": "string"}),
        "TutorialEventOut.remain_space can now be type string",
    ),
    "numbers for integers in an answer": (
        lambda d: fields(d, "TutorialEventOut").update(remain_space={"type": "number"}),
        "can now be type number",
    ),
    "another format in an answer": (
        lambda d: fields(d, "TutorialEventOut")["start_date"].update(format="date-time"),
        "the format date is now date-time",
    ),
    "null in an answer": (
        lambda d: fields(d, "TutorialEventOut")["venue"].update(type=["string", "null"]),
        "can now be type null",
    ),
    "null for an object in an answer": (
        lambda d: fields(d, "TutorialEventPageOut").update(
            pagination={
                "anyOf": [fields(d, "TutorialEventPageOut")["pagination"], {"type": "null"}]
            }
        ),
        "the schema PaginationOut is now without a name",
    ),
    "a new value in an answer": (
        lambda d: schema(d, "MatchKind")["enum"].append("guess"),
        "can now be value 'guess'",
    ),
    "any value in an answer": (lambda d: without(schema(d, "MatchKind"), "enum"), "any value"),
    "another choice in an answer": (
        lambda d: schema(d, "HitOut")["oneOf"].append({"$ref": "#/components/schemas/VenueOut"}),
        "HitOut can now be VenueOut",
    ),
    "a choice less in an answer": (
        lambda d: schema(d, "HitOut")["oneOf"].pop(),
        "HitOut can no longer be BundleHitOut",
    ),
    "another property that tells choices apart": (
        lambda d: schema(d, "HitOut")["discriminator"].update(propertyName="kind"),
        "HitOut: the discriminator type is now kind",
    ),
    "no discriminator": (
        lambda d: without(schema(d, "HitOut"), "discriminator"),
        "HitOut: the discriminator type is now none",
    ),
    "a mapping less": (
        lambda d: without(schema(d, "HitOut")["discriminator"]["mapping"], "Markings"),
        "HitOut: the discriminator's Markings was ProductHitOut and is now Markings",
    ),
    "another mapping": (
        lambda d: schema(d, "HitOut")["discriminator"]["mapping"].update(Markings="BundleHitOut"),
        "HitOut: the discriminator's Markings was ProductHitOut and is now BundleHitOut",
    ),
    "a tighter keyword beside a choice": (
        lambda d: fields(d, "SearchFilters")["essp_ids"]["items"].update(type="integer"),
        "SearchFilters.essp_ids[] no longer accepts type",
    ),
    "never a value of a body": (
        lambda d: fields(d, "SearchFilters").update(venues=False),
        "SearchFilters.venues no longer accepts type array",
    ),
    "never a value of an answer": (
        lambda d: fields(d, "TutorialEventOut").update(venue=False),
        "TutorialEventOut.venue: the unknown keyword not changed",
    ),
    "any value of an answer": (
        lambda d: fields(d, "TutorialEventOut").update(venue=True),
        "TutorialEventOut.venue can now be type",
    ),
    "a break inside a choice": (
        lambda d: without(fields(d, "BundleHitOut"), "components"),
        "BundleHitOut.components was removed",
    ),
    "another item in an answer": (
        lambda d: fields(d, "TutorialEventOut")["sessions"].update(items={"type": "string"}),
        "the schema TutorialSessionOut is now without a name",
    ),
    "another value of a map": (
        lambda d: fields(d, "FilterCountsOut")["venues"].update(
            additionalProperties={"type": "integer"}
        ),
        "the schema FacetValueOut is now without a name",
    ),
    "a looser pattern in an answer": (
        lambda d: without(fields(d, "PriceHitOut")["amount"], "pattern"),
        "PriceHitOut.amount",
    ),
    "a renamed schema": (
        lambda d: (
            d["components"]["schemas"].update(Tag=schema(d, "MatchOut")),
            fields(d, "BundleHitOut")["matched_on"].update(
                items={"$ref": "#/components/schemas/Tag"}
            ),
        ),
        "the schema MatchOut is now Tag",
    ),
    "a required field of a body": (
        lambda d: schema(d, "SearchRequest").update(required=["filters"]),
        "SearchRequest.filters is now required",
    ),
    "a removed field of a body": (
        lambda d: without(fields(d, "SearchFilters"), "essp_ids"),
        "SearchFilters.essp_ids was removed",
    ),
    "a shorter list in a body": (
        lambda d: fields(d, "SearchFilters")["essp_ids"].update(maxItems=10),
        "maxItems 10 (the other: 100)",
    ),
    "a choice less in a body": (
        lambda d: schema(d, "IdOrDigits")["anyOf"].pop(),
        "IdOrDigits no longer accepts",
    ),
    "another pattern in a body": (
        lambda d: fields(d, "SearchRequest")["searchQuery"].update(pattern="^[a-z]*$"),
        "SearchRequest.searchQuery no longer accepts pattern",
    ),
}

ADDITIONS: dict[str, Change] = {
    "an operation": lambda d: d["paths"].update({"/new/": d["paths"][VENUES]}),
    "a parameter": lambda d: get(d)["parameters"].append(parameter(d, "venue") | {"name": "town"}),
    "a looser bound of a parameter": lambda d: parameter(d, "page_size")["schema"].update(
        maximum=500
    ),
    "an error": lambda d: get(d)["responses"].update({"429": get(d)["responses"]["503"]}),
    "a header": lambda d: get(d)["responses"]["200"]["headers"].update(
        New={"schema": {"type": "string"}}
    ),
    "a field of an answer": lambda d: fields(d, "TutorialEventOut").update(new={"type": "string"}),
    "a required field of an answer": lambda d: (
        fields(d, "TutorialEventOut").update(new={"type": "string"}),
        schema(d, "TutorialEventOut")["required"].append("new"),
    ),
    "a field of a body": lambda d: fields(d, "SearchFilters").update(new={"type": "string"}),
    "a value less in an answer": lambda d: schema(d, "MatchKind")["enum"].pop(),
    "never null in an answer": lambda d: fields(d, "TutorialSessionOut")["url"].update(
        type="string"
    ),
    "never null for an object in an answer": lambda d: fields(d, "VariationHitOut").update(
        recommended_product=fields(d, "VariationHitOut")["recommended_product"]["anyOf"][0]
    ),
    "another choice in a body": lambda d: schema(d, "IdOrDigits")["anyOf"].append(
        {"type": "boolean"}
    ),
    "a tag after the first": lambda d: get(d).update(tags=["Tutorials", "Events"]),
    "a default response": lambda d: get(d)["responses"].update(default=get(d)["responses"]["503"]),
    "a default in an answer": lambda d: fields(d, "TutorialEventOut")["venue"].update(default="x"),
    "a mapping in a discriminator": lambda d: schema(d, "HitOut")["discriminator"][
        "mapping"
    ].update(Marking="ProductHitOut"),
    "a link": lambda d: get(d)["responses"]["200"]["links"].update(x={"operationId": "getVersion"}),
    "other words": lambda d: get(d).update(summary="x", description="y", deprecated=True),
}


@pytest.mark.parametrize(("change", "message"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_found(change: Change, message: str) -> None:
    assert any(message in line for line in breaks(DOCUMENT, changed(change)))


@pytest.mark.parametrize("change", ADDITIONS.values(), ids=ADDITIONS)
def test_an_addition_is_not_a_break(change: Change) -> None:
    assert breaks(DOCUMENT, changed(change)) == []


def test_a_recursive_schema_is_compared_once() -> None:
    nested = {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/Nested"}}}
    before = changed(lambda d: d["components"]["schemas"].update(Nested=nested))
    fields(before, "VenueOut")["nested"] = {"$ref": "#/components/schemas/Nested"}
    after = deepcopy(before)
    fields(after, "Nested")["inner"] = {"type": "string"}

    assert breaks(before, before) == []
    assert breaks(before, after) == ["Nested.inner: the schema Nested is now without a name"]


def test_a_recursive_union_is_compared_once() -> None:
    tree = {"anyOf": [{"type": "string"}, {"items": {"$ref": "#/components/schemas/Tree"}}]}
    before = changed(lambda d: d["components"]["schemas"].update(Tree=tree))
    fields(before, "VenueOut")["tree"] = {"$ref": "#/components/schemas/Tree"}
    after = deepcopy(before)
    schema(after, "Tree")["anyOf"].append({"type": "boolean"})

    assert breaks(before, before) == []
    assert breaks(before, after) == ["Tree can now be {'type': 'boolean'}"]


def test_breaks_of_forbidden_items_and_properties_are_found() -> None:
    lists = {"type": "object", "properties": {"items": {"type": "array"}}}
    before = changed(lambda d: fields(d, "SearchFilters").update(new=lists))
    after = deepcopy(before)
    new = fields(after, "SearchFilters")["new"]
    new["additionalProperties"] = new["properties"]["items"]["items"] = {"enum": ["x"]}

    message = "no longer accepts any value other than 'x'"
    assert breaks(before, after) == [
        f"SearchFilters.new.* {message}",
        f"SearchFilters.new.items[] {message}",
    ]
    assert breaks(after, before) == []
