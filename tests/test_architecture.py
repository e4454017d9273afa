"""The arrows of the hexagon, and that the checks which prove them can fail."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = ROOT / "src" / "domain"
# docs/decisions/0003
LIBRARIES = {"search/text/spelling.py": {"rapidfuzz"}}


def imported_packages(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize(
    "file", sorted(DOMAIN.rglob("*.py")), ids=lambda file: str(file.relative_to(DOMAIN))
)
def test_the_domain_imports_the_standard_library_alone(file: Path) -> None:
    allowed = LIBRARIES.get(str(file.relative_to(DOMAIN)), set()) | {"domain"}

    assert set(imported_packages(file)) - sys.stdlib_module_names <= allowed


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("domain/tutorials.py", "import django"),
        ("domain/search/search_index.py", "import pydantic"),
        ("domain/ports.py", "import adapters.tutorials.repository"),
        ("api/routers/search.py", "import adapters.catalogue.feed.catalogue_feed"),
        ("adapters/tutorials/repository.py", "import api.routers.search"),
        ("adapters/tutorials/repository.py", "import config.wiring"),
        ("api/routers/tutorials.py", "import config.wiring"),
        ("adapters/tutorials/migrations/0001_initial.py", "import domain.tutorials"),
        ("adapters/administrate/migrations/0003_migrate_to_adm_schema.py", "import domain.errors"),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, file: str, line: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    planted = tmp_path / "src" / file
    planted.write_text(f"{planted.read_text()}\n{line}\n")

    checked = lint_imports(tmp_path / "src")

    assert checked.returncode == 1, checked.stdout
    assert f"-> {line.removeprefix('import ')}" in checked.stdout


def test_no_planted_import_is_found_where_none_is() -> None:
    checked = lint_imports(ROOT / "src")

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("room", ["domain", "api"])
def test_a_database_import_is_found_in_a_room_without_a_database(room: str) -> None:
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--select", "TID251"),
            *("--stdin-filename", f"src/{room}/planted.py", "-"),
        ],
        input="from django.db import models\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 1, checked.stdout
    assert "django.db" in checked.stdout


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"),
            *("--config", ROOT / ".importlinter", "--no-cache"),
        ],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
