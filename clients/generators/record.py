"""The record of the last complete run: the table in docs/clients.md, and what it was made from."""

import hashlib
import re
from collections.abc import Sequence

from generators.listing import DOCUMENT, HERE, ROOT, Generator

PAGE = ROOT / "docs/clients.md"
STAMP = HERE / "tried.sha256"
# Made by a run, or the stamp itself.
NOT_READ = {"build", "logs", "node_modules", "__pycache__", ".mypy_cache", STAMP.name}
TABLE = re.compile(r"(?<=<!-- generators -->\n).*?(?=<!-- /generators -->)", re.DOTALL)


def inputs(listed: Sequence[Generator]) -> str:
    """Return the checksum of the document, of this folder and of the versions."""
    found = hashlib.sha256(DOCUMENT.read_bytes())
    for path in sorted(HERE.rglob("*")):
        if path.is_file() and not NOT_READ & set(path.relative_to(HERE).parts):
            found.update(str(path.relative_to(HERE)).encode() + path.read_bytes())
    for generator in listed:
        found.update(f"{generator.package} {generator.version}".encode())
    return found.hexdigest()


def is_fresh(listed: Sequence[Generator]) -> bool:
    return STAMP.exists() and STAMP.read_text("utf-8").strip() == inputs(listed)


def write(listed: Sequence[Generator]) -> None:
    """Record that all of these passed."""
    page = PAGE.read_text("utf-8")
    PAGE.write_text(TABLE.sub(lambda _: _table(listed), page), "utf-8")
    STAMP.write_text(f"{inputs(listed)}\n", "utf-8")


def _table(listed: Sequence[Generator]) -> str:
    rows = ["| generator | version | generated | types | call | settings |"]
    rows.append("| --- | --- | --- | --- | --- | --- |")
    for each in listed:
        types = "strict" if each.check else "not checked"
        call = "yes" if each.call else "no"
        cells = each.heading, each.version, "yes", types, call, each.settings
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows).replace("|  |", "| |") + "\n"
