"""`python extract_snippets.py FOLDER`: write each snippet of docs/clients.md into a file."""

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "clients.md"
SNIPPET = re.compile(r"^```(sh|ts|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE, ENDINGS = "http://127.0.0.1:8000", {"sh": ".sh", "ts": ".ts", "python": ".py"}


def write_all(folder: Path) -> None:
    """Write the snippets, with the URL of the service replaced."""
    folder.mkdir(exist_ok=True)
    for number, found in enumerate(SNIPPET.finditer(PAGE.read_text("utf-8")), 1):
        file = folder / f"snippet_{number:02}{ENDINGS[found[1]]}"
        file.write_text(found[2], "utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
