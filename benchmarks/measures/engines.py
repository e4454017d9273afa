"""The search alone, compared with PostgreSQL's full text and trigrams, and with tantivy."""

import json
import os
import subprocess
import sys
from typing import Any

import psycopg

from benchmarks.bench import Bench, figure
from config.environment import ROOT

ROUNDS, TIMEOUT_SECONDS = 5, 300


def measure(bench: Bench) -> dict[str, Any]:
    """Return the ratio of ours to each engine, by kind of question."""
    rounds = [_run(bench) for _ in range(2 if bench.quick else ROUNDS)]
    return {
        f"engine_{kind}_{engine}": figure(
            [each[kind]["ours"] / max(each[kind][engine], 0.001) for each in rounds],
            own_ms=rounds[0][kind]["ours"],
        )
        for kind, engines in rounds[0].items()
        for engine in engines
        if engine != "ours"
    }


def _run(bench: Bench) -> dict[str, dict[str, float]]:
    url = bench.databases.url(100)
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.engines", str(bench.databases.postgres)],
            env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": path},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            timeout=TIMEOUT_SECONDS,
        )
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS bench CASCADE")
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found
