"""Both packages have the version and the licence of the service."""

import json
import tomllib
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LICENSE = (ROOT / "LICENSE").read_text("utf-8")


def test_the_python_client() -> None:
    client = distribution("tutorial-search-client")

    assert client.version == SERVICE["version"]
    assert client.metadata["License-Expression"] == SERVICE["license"]
    assert client.read_text("licenses/LICENSE") == LICENSE


def test_the_typescript_client() -> None:
    package = ROOT / "clients/node_modules/tutorial-search-client"
    client = json.loads((package / "package.json").read_text("utf-8"))

    assert client["version"] == SERVICE["version"]
    assert client["license"] == SERVICE["license"]
    assert (package / "LICENSE").read_text("utf-8") == LICENSE
