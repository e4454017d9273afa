"""docs/settings.md, and the warnings of Django about the settings of production."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import GROUPS, ROOT
from config.environment.launch import LaunchSettings
from config.management.settings_page.page import page
from config.management.settings_page.scripts import FOLDER, MEANINGS, script_variables

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


def test_every_variable_of_the_scripts_is_described() -> None:
    assert {variable.name for variable in script_variables()} == MEANINGS.keys()
    for script in FOLDER.iterdir():
        # Any other form of a variable with a default would not be found.
        names = re.findall(r"\$\{([A-Z]\w*)\W", script.read_text("utf-8"))
        assert names == [each.name for each in script_variables() if each.script == script.name]


def test_a_new_variable_of_a_script_needs_a_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("colour=${TUTORIALS_COLOUR:-green}\n", "utf-8")
    monkeypatch.setattr("config.management.settings_page.scripts.FOLDER", tmp_path)
    with pytest.raises(KeyError, match="TUTORIALS_COLOUR"):
        page()


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
