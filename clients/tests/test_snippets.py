"""Every snippet of the clients' pages, run as it stands but for the address of the service."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.extract_snippets import EXAMPLE, PAGES
from tests.tokens import Tokens

RUNNERS = {".sh": ["sh", "-eu"], ".ts": ["node"], ".py": [sys.executable]}
SNIPPETS = sorted((Path(__file__).parent / "snippets").glob("snippet_*"))


def test_there_are_snippets_of_each_language() -> None:
    assert {file.suffix for file in SNIPPETS} == RUNNERS.keys()
    blocks = sum(page.read_text("utf-8").count("\n```\n") for page in PAGES.values())
    assert len(SNIPPETS) == blocks - 2, "every block but the two that install a package"


@pytest.mark.parametrize("file", SNIPPETS, ids=lambda file: file.name)
def test_a_snippet_runs(file: Path, address: str, tokens: Tokens) -> None:
    # Beside the snippets, where its imports are found.
    here = file.with_name(f"run_{file.name}")
    here.write_text(file.read_text("utf-8").replace(EXAMPLE, address), "utf-8")
    ran = subprocess.run(
        [*RUNNERS[file.suffix], here],
        cwd=file.parent,
        env=os.environ | {"TUTORIAL_TOKEN": tokens.writer},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout or file.suffix == ".sh"
