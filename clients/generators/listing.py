"""The generators that are tried, as generators.toml lists them, and their locked versions."""

import json
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CASES = HERE / "cases"
DOCUMENT = ROOT / "openapi.json"


@dataclass(frozen=True, kw_only=True)
class Generator:
    """A generator with its commands; an empty `check` means that nothing is type-checked."""

    name: str
    package: str
    generate: str
    title: str = ""
    check: str = ""
    call: bool = False
    settings: str = ""

    @property
    def folder(self) -> Path:
        return CASES / self.name

    @property
    def heading(self) -> str:
        return self.title or self.package

    @property
    def version(self) -> str:
        try:
            return version(self.package)
        except PackageNotFoundError:
            return _npm_version(self.package, self.name)


def generators() -> list[Generator]:
    listed = tomllib.loads((HERE / "generators.toml").read_text("utf-8"))
    return [Generator(name=name, **described) for name, described in listed.items()]


def _npm_version(package: str, case: str) -> str:
    locked = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    places = (f"cases/{case}/node_modules/{package}", f"node_modules/{package}")
    return next(str(locked[place]["version"]) for place in places if place in locked)
