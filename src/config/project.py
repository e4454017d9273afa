"""The version and the licence of the project, from `pyproject.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ImproperlyConfigured

from config.environment import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    version: str
    license: str  # an SPDX expression


@cache
def project() -> Project:
    """Read `[project]` from the `pyproject.toml` next to `src`.

    Raises:
        ImproperlyConfigured: if the file or one of the two keys is missing.

    """
    file = ROOT / "pyproject.toml"
    try:
        table = tomllib.loads(file.read_text("utf-8"))["project"]
        return Project(version=table["version"], license=table["license"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ImproperlyConfigured(
            f"{file} must have a [project] table with version and license: {error!r}"
        ) from error
