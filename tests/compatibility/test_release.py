"""The released document does not change incompatibly within a major version."""

import json
import tomllib
from typing import Any

from compatibility.operations import breaks
from tests.compatibility.planted import ROOT


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / name).read_text("utf-8"))
    return found


def version(document: dict[str, Any]) -> tuple[int, ...]:
    return tuple(map(int, document["info"]["version"].split(".")))


def test_no_client_of_the_released_document_breaks_within_a_major_version() -> None:
    released, current = document("openapi.released.json"), document("openapi.json")

    assert version(current) >= version(released)
    if version(current)[0] == version(released)[0]:
        assert breaks(released, current) == [], "see docs/clients.md, A release"


def test_the_document_has_the_version_and_the_licence_of_the_project() -> None:
    info = document("openapi.json")["info"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert info["version"] == project["version"]
    assert info["license"]["identifier"] == project["license"]
