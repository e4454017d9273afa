"""Search responses are assembled from parts, and equal those that the schemas serialise."""

import pytest
from django.test import Client
from pydantic import BaseModel

from api.schemas.search.results import SearchPageOut
from api.schemas.search.suggestions import DefaultDataOut, FuzzyMatchesOut
from tests.api.responses import SEARCH, get


@pytest.mark.parametrize(
    ("schema", "address"),
    [
        (SearchPageOut, SEARCH),
        (SearchPageOut, f"{SEARCH}?q=CM2"),
        (SearchPageOut, f"{SEARCH}?q=CM2&page=9"),
        (SearchPageOut, f"{SEARCH}?categories=Bundle"),
        (DefaultDataOut, "/api/search/default-data/"),
        (FuzzyMatchesOut, "/api/search/fuzzy/?q=cm2"),
        (FuzzyMatchesOut, "/api/search/fuzzy/?q=nothing"),
        (FuzzyMatchesOut, "/api/search/advanced-fuzzy/?q=cm2&subjects=CM2"),
    ],
)
def test_the_bytes_equal_those_of_the_schema(
    client: Client, schema: type[BaseModel], address: str
) -> None:
    body = get(client, address).content

    assert schema.model_validate_json(body).model_dump_json().encode() == body
