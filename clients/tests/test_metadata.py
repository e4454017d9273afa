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
    assert client.metadata["Author"]
    assert client.metadata["Keywords"]
    assert "Typing :: Typed" in client.metadata.get_all("Classifier", [])
    assert "TutorialSearch" in (client.read_text("METADATA") or "")
    names = {Path(file).name for file in client.files or []}
    assert {"py.typed", "CHANGELOG.md"} <= names


def test_the_typescript_client() -> None:
    package = ROOT / "clients/node_modules/tutorial-search-client"
    client = json.loads((package / "package.json").read_text("utf-8"))

    assert client["version"] == SERVICE["version"]
    assert client["license"] == SERVICE["license"]
    assert (package / "LICENSE").read_text("utf-8") == LICENSE
    assert client["author"]
    assert client["keywords"]
    assert (package / "README.md").exists()
    assert (package / "CHANGELOG.md").exists()
    version = (package / "dist" / "version.js").read_text("utf-8")
    assert f"'{SERVICE['version']}'" in version
