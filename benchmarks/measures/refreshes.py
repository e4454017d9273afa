"""How long a refresh takes by the number of changes, beside reading everything: 100 times the size.

In a process of its own, which answers no requests meanwhile.
"""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.bench import Bench, figure
from config.environment import ROOT

COUNTS = (1, 20, 200, 2_000, 10_000)
TIMEOUT_SECONDS = 300


def measure(bench: Bench) -> dict[str, Any]:
    counts = COUNTS[:4] if bench.quick else COUNTS
    found = _inside(bench.databases.url(100), counts)
    whole = found["whole"]["processor_ms"]
    return {
        f"refresh_{count}": figure(
            [taken["processor_ms"]],
            of_whole=round(taken["processor_ms"] / whole, 5),
            elapsed_ms=round(taken["ms"], 1),
        )
        for count in counts
        if (taken := found["refreshes"][str(count)])
    } | {"whole_reading": figure([whole])}


def _inside(url: str, counts: tuple[int, ...]) -> Any:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.refreshing", *map(str, counts)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    return json.loads(done.stdout.splitlines()[-1])
