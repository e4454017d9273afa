"""The page of all settings, docs/settings.md, made from their definitions."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from config.environment import GROUPS, REQUIRED, ROOT
from config.environment.group import Group, is_secret
from config.environment.launch import LaunchSettings
from config.management.settings_page.scripts import script_variables

INTRODUCTION = """\
# Settings

Settings are environment variables. `make run` needs none of them. An empty variable counts as not
set. An invalid value stops every command with a message that names the variable.

A setting that is marked *secret* can also be read from a file: set `NAME_FILE` to its path instead
of `NAME`. A line break at the end of the file is ignored.

This page is generated from the definitions in `src/config/environment`: run `make settings` after
you change one.
"""

SCRIPTS = """\
## Only for the scripts in `deploy/bin`

These are read by the scripts of [operating.md](operating.md), not by the service.

| script | name | default | meaning |
| --- | --- | --- | --- |
"""


def page() -> str:
    """Return the page as Markdown."""
    parts = [INTRODUCTION, *(_part(group) for group in (*GROUPS, LaunchSettings)), _scripts()]
    return "\n".join(parts)


def _scripts() -> str:
    rows = (
        f"| `{script}` | `{name}` | `{default}` | {meaning} |\n"
        for script, name, default, meaning in script_variables()
    )
    return SCRIPTS + "".join(rows)


def _part(group: type[Group]) -> str:
    rows = [
        f"| `{name.upper()}` | {_default(name, field)} | {_meaning(field)} |"
        for name, field in group.model_fields.items()
        if field.description
    ]
    return "\n".join(
        [f"## {group.heading}\n", "| name | default | meaning |", "| --- | --- | --- |", *rows, ""]
    )


def _default(name: str, field: FieldInfo) -> str:
    if name in REQUIRED:
        return "none: required in production"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Path):
        value = value.relative_to(ROOT)
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, list | dict):
        value = ",".join(value)
    return "none" if value in (None, "") else f"`{value}`"


def _meaning(field: FieldInfo) -> str:
    return " ".join([field.description or "", *_limits(field), *_secret(field)])


def _limits(field: FieldInfo) -> Iterator[str]:
    lowest = next((each.ge for each in field.metadata if isinstance(each, Ge)), None)
    highest = next((each.le for each in field.metadata if isinstance(each, Le)), None)
    if lowest is not None and highest is not None:
        yield f"From {lowest} to {highest}."
    choices = [f"`{each}`" for each in get_args(field.annotation) if isinstance(each, str)]
    if choices:
        yield f"One of {', '.join(choices)}."


def _secret(field: FieldInfo) -> Iterator[str]:
    if is_secret(field):
        yield "*Secret.*"
