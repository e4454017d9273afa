"""Checks of the Markdown files in the root and in docs/."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings, as GitHub and the site create them."""
    headings = (
        re.sub(r"[^\w\s-]", "", text).strip().lower() for text in HEADING.findall(prose(page))
    )
    return {re.sub(r"\s", "-", heading) for heading in headings}


def internal_links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the anchor of each link that stays in the repository."""
    for link in LINK.findall(prose(page)):
        if not re.match(r"[a-z]+:", link):
            file, _, anchor = link.partition("#")
            yield (page.parent / file).resolve() if file else page, anchor


def broken_links(page: Path) -> list[str]:
    return [
        f"{file.name}#{anchor}"
        for file, anchor in internal_links(page)
        if not file.exists() or (anchor and anchor not in anchors(file))
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_has_a_target(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A *heading*, once\n[a](#a-heading-once) [b](#b) [c](page.md) [d](gone.md)")

    assert broken_links(page) == ["page.md#b", "gone.md#"]


def test_the_index_links_every_page() -> None:
    index = DOCS / "index.md"
    linked = {file for file, _ in internal_links(index)}

    assert set(DOCS.rglob("*.md")) - linked == {index}, "add the page to docs/index.md"


CHANGING = DOCS / "changing.md"
DIFF = re.compile(r"^ +```diff\n(.*?)^ +```", re.MULTILINE | re.DOTALL)


def named_files() -> list[Path]:
    """Return the files that the recipes name."""
    return [ROOT / path for path in re.findall(r"`((?:src|tests)/[^`]+)`", CHANGING.read_text())]


def test_every_file_of_a_recipe_exists() -> None:
    gone = [str(path) for path in named_files() if not path.is_file()]

    assert gone == [], "name the new place of these files in docs/changing.md"


def test_the_context_lines_of_a_recipe_are_in_the_code() -> None:
    code = {line for path in named_files() for line in path.read_text().splitlines()}
    shown = [
        line[5:]
        for diff in DIFF.findall(CHANGING.read_text())
        for line in diff.splitlines()
        if line[4:5] in {" ", "-"} and line[5:] != "..."
    ]

    # A line of a diff can be shortened.
    assert shown
    assert [line for line in shown if not any(each.startswith(line) for each in code)] == [], (
        "bring these lines of docs/changing.md up to date"
    )
