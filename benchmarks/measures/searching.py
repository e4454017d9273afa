"""The search alone: its processor time at 100 times the size, and its quality."""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.bench import Bench, figure
from config.environment import ROOT

TIMEOUT_SECONDS = 300


def measure(bench: Bench) -> dict[str, Any]:
    runs = [_inside("search", bench.databases.url(100)) for _ in range(1 if bench.quick else 5)]
    real = _real(bench)
    found, quality = _inside("recall", real), _inside("quality", real)
    shared = found["found_first"] / found["queries"]
    return {
        "search_ms_100x": figure(
            [run["median"] for run in runs],
            p95=round(max(run["p95"] for run in runs), 4),
            worst=round(max(run["worst"] for run in runs), 4),
            queries=runs[0]["queries"],
        ),
        "quality": {**quality, "names": _names(bench)},
        "recall": {**figure([shared]), **found, "names": _names(bench)},
    }


def _names(bench: Bench) -> str:
    return bench.sheet.name if bench.sheet.is_file() else "invented"


def _real(bench: Bench) -> str:
    """Return the address of a database with the real plan's names, or, without it, our own."""
    if not bench.sheet.is_file():
        return bench.databases.url(1)
    url = bench.databases.empty("real")
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "import_tutorials", bench.sheet],
        env=_environment(url),
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    return url


def _inside(what: str, url: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.inside", what],
        env=_environment(url),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _environment(url: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "DATABASE_URL": url, "PYTHONPATH": path}
