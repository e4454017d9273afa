"""The results of imports, in a file that the command writes and the exporter reads."""

import json
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Any


def record_import(folder: Path | None, *, result: str, rows: dict[str, int]) -> None:
    """Add the result of an import to the file in METRICS_DIRECTORY, if there is such a folder.

    `rows` has the numbers of created rows by kind, and `changed`.
    """
    if folder is None or not folder.is_dir():
        return
    with suppress(OSError):
        # The import has succeeded, even if the folder cannot be written.
        _add(folder, result, rows)


def _add(folder: Path, result: str, rows: dict[str, int]) -> None:
    known = read_imports(folder)
    counts = known.get("results", {})
    counts[result] = counts.get(result, 0) + 1
    known |= {"results": counts, "last_result": result, "last_time": time()}
    if result == "stored":
        known["last_rows"] = rows
    # Renamed, so that a reader never sees a part of it.
    unfinished = _file(folder).with_suffix(".new")
    unfinished.write_text(json.dumps(known), encoding="utf-8")
    unfinished.replace(_file(folder))


def _file(folder: Path) -> Path:
    return folder / "imports.json"


def read_imports(folder: Path) -> dict[str, Any]:
    """Return the content of the file; empty if it is missing or damaged."""
    try:
        found: dict[str, Any] = json.loads(_file(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found
