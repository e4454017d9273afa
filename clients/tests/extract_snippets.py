"""`python extract_snippets.py FOLDER`: write each snippet of the clients' pages into a file."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "clients": ROOT / "docs" / "clients.md",
    "python": ROOT / "clients" / "python" / "README.md",
    "typescript": ROOT / "clients" / "typescript" / "README.md",
}
SNIPPET = re.compile(r"^```(sh|ts|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE, ENDINGS = "http://127.0.0.1:8000", {"sh": ".sh", "ts": ".ts", "python": ".py"}


def write_all(folder: Path) -> None:
    """Write the snippets, with the URL of the service replaced."""
    folder.mkdir(exist_ok=True)
    for page, place in PAGES.items():
        for number, found in enumerate(SNIPPET.finditer(place.read_text("utf-8")), 1):
            # Those of a README that install the package are for a machine of its own.
            if found[1] != "sh" or page == "clients":
                file = folder / f"snippet_{page}_{number:02}{ENDINGS[found[1]]}"
                file.write_text(found[2], "utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
