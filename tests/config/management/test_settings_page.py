"""docs/settings.md, and what Django says of the settings of production."""

import os
import subprocess
import sys

import pytest

from config.environment import GROUPS, ROOT
from config.environment.launch import LaunchSettings
from config.environment.reference import page

PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "tutorials.example",
    "BEHIND_TLS": "true",
}


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == page(), "run `make settings`"


@pytest.mark.parametrize("group", [*GROUPS, LaunchSettings])
def test_every_setting_is_described(group: type[LaunchSettings]) -> None:
    described = {name for other in GROUPS for name in other.model_fields}
    for name, field in group.model_fields.items():
        assert field.description or (group is LaunchSettings and name in described)
        assert f"| `{name.upper()}` |" in page()


def test_django_has_no_warning_for_production() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Two are silenced, with the reason beside them.
    assert "no issues (2 silenced)" in done.stdout
