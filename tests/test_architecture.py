"""The import contracts hold, and each of them detects a violation."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = ROOT / "src" / "domain"
# docs/decisions/0003
LIBRARIES = {"search/text/words/spelling.py": {"rapidfuzz"}}


def imported_packages(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize(
    "file", sorted(DOMAIN.rglob("*.py")), ids=lambda file: str(file.relative_to(DOMAIN))
)
def test_the_domain_imports_only_the_standard_library(file: Path) -> None:
    allowed = LIBRARIES.get(str(file.relative_to(DOMAIN)), set()) | {"domain"}

    assert set(imported_packages(file)) - sys.stdlib_module_names <= allowed


# For each contract, an import that breaks it.
PLANTED = {
    "Arrows point inwards; api and adapters never meet": (
        "api/routers/search.py",
        "adapters.catalogue.feed.catalogue_feed",
    ),
    "The domain knows no framework, no database, no wire format": (
        "domain/tutorials/sessions.py",
        "django",
    ),
    "The api reaches data through ports only": ("api/app.py", "psycopg"),
    "A migration never depends on the domain, which changes": (
        "adapters/tutorials/migrations/0001_initial.py",
        "domain.tutorials.events",
    ),
    "No package has a cycle between its modules": (
        "domain/search/text/words/tokens.py",
        "domain.search.text.matching",
    ),
    "The layers of the domain": ("domain/errors.py", "domain.reference"),
    "The layers of the clashes": ("domain/clashes/overlaps.py", "domain.clashes.check"),
    "The layers of the search": ("domain/search/index/bitsets.py", "domain.search.live"),
    "The layers of the text search": (
        "domain/search/text/words/tokens.py",
        "domain.search.text.ranking",
    ),
    "Bitsets, slots and postings are known inside the search only": (
        "api/rendering/search_page.py",
        "domain.search.index.bitsets",
    ),
    "The layers of the api": ("api/rendering/gzip.py", "api.openapi.document"),
    "The layers of HTTP": ("api/http/request.py", "api.http.negotiation"),
    "No router knows another": ("api/routers/health.py", "api.routers.tutorials.reads"),
    "The layers of the adapters": ("adapters/forms.py", "adapters.demo.catalogue"),
    "The layers of the stored tutorials": (
        "adapters/tutorials/rows/queries.py",
        "adapters.tutorials.admin",
    ),
    "The layers of the catalogue": (
        "adapters/catalogue/changes/position.py",
        "adapters.catalogue.store",
    ),
    "The layers of the spreadsheets": (
        "adapters/spreadsheets/files/values.py",
        "adapters.spreadsheets.table.rows",
    ),
    "The layers of the readers of plans": (
        "adapters/spreadsheets/reading/cells.py",
        "adapters.spreadsheets.reading.events",
    ),
    "The layers of what the Django apps share": (
        "adapters/postgres/blockers.py",
        "adapters.postgres.schema_move.tables",
    ),
    "The layers of the schema move": (
        "adapters/postgres/schema_move/inspect/grants.py",
        "adapters.postgres.schema_move.report.plan",
    ),
    "The embedded server is started by the launcher only": (
        "config/wiring.py",
        "adapters.postgres.embedded",
    ),
    "The layers of the configuration": ("config/environment/site.py", "config.wiring"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Add all imports to a copy of the source; return the linter's report by contract."""
    source = tmp_path_factory.mktemp("planted") / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    for file, module in PLANTED.values():
        planted = source / file
        planted.write_text(f"{planted.read_text()}\nimport {module}\n")
    (source / "domain/planted.py").write_text("")
    checked = lint_imports(source)
    assert checked.returncode == 1, checked.stdout
    _, _, report = checked.stdout.partition("Broken contracts")
    # The underlined name of a contract, followed by its violations.
    parts = re.split(r"^(.+)\n-{10,}$", report, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_is_found(broken: dict[str, str], contract: str) -> None:
    file, module = PLANTED[contract]
    importer = file.removesuffix(".py").replace("/", ".")

    if contract.startswith("No package has a cycle"):
        assert "domain.search.text" in broken[contract]
    else:
        assert re.search(rf"{re.escape(importer)}\s*->\s*{re.escape(module)}", broken[contract])


def test_every_contract_has_a_planted_import() -> None:
    contracts = re.findall(r"^name = (.+)$", (ROOT / ".importlinter").read_text(), re.MULTILINE)

    assert sorted(PLANTED) == sorted(contracts), "plant an import that breaks the new contract"


def test_a_module_without_a_layer_is_found(broken: dict[str, str]) -> None:
    assert "domain.planted" in broken["The layers of the domain"]


def test_without_planted_imports_all_contracts_are_kept() -> None:
    checked = lint_imports(ROOT / "src")

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("room", ["domain", "api"])
def test_a_database_import_is_found_outside_the_adapters(room: str) -> None:
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
        # The linter breaks its lines at the width of the terminal.
        env={**os.environ, "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
