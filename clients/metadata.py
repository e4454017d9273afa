"""Print what `npm pkg set` needs: the version and the licence of the service."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"

if __name__ == "__main__":
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    print(f"version={project['version']}", f"license={project['license']}")
