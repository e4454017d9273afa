"""The environment of a measurement, and the measurement of processor time."""

import itertools
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import cpu
from benchmarks.databases import Databases
from benchmarks.requests import BenchmarkRequest
from benchmarks.web_servers import Server, serving
from config.environment import ROOT

CONNECTIONS = 16
LOAD_TIMEOUT_SECONDS = 180
TRIAL = 48
FEWEST, MOST = 32, 20_000


@dataclass(frozen=True, slots=True)
class Load:
    """What a load took: `processor_ms` of each request, and the `latencies` in ms, ascending."""

    per_second: float
    processor_ms: float
    latencies: Sequence[float]

    def percentile(self, share: float) -> float:
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


@dataclass
class Bench:
    """The servers and the databases; a measurement has `rounds` of `round_ms` of processor time."""

    databases: Databases
    quick: bool
    sheet: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def rounds(self) -> int:
        return 5 if self.quick else 9

    @property
    def round_ms(self) -> float:
        return 900 if self.quick else 2000

    @contextmanager
    def serving(
        self, name: str, scale: int, answer: bytes = b"", *, by: str = "", **variables: str
    ) -> Iterator[Server]:
        """Run the service or a peer with a catalogue; a peer gets the response of the service.

        `variables` are environment variables of the server; `by` names another server.
        """
        given = self.databases.folder / f"answer-{next(self.numbers)}.json"
        given.write_bytes(answer)
        log = self.databases.folder / f"{name}.log"
        url = self.databases.url(scale)
        with serving(name, url=url, log=log, answer=given, variables=variables, by=by) as server:
            yield server

    def load(
        self, server: Server, asks: Sequence[BenchmarkRequest | dict[str, Any]], count: int
    ) -> float:
        """Return the milliseconds of processor time per request, for `count` consecutive requests.

        They are those of the server's processes and of the database's.
        """
        return self._load(server, asks, count=count).processor_ms

    def load_of(
        self, server: Server, asks: Sequence[BenchmarkRequest | dict[str, Any]], count: int
    ) -> Load:
        """Return what `count` requests took."""
        return self._load(server, asks, count=count)

    def load_for(
        self, server: Server, asks: Sequence[BenchmarkRequest | dict[str, Any]], seconds: float
    ) -> Load:
        """Return what consecutive requests of so many seconds took."""
        return self._load(server, asks, for_seconds=seconds)

    def _load(
        self,
        server: Server,
        asks: Sequence[BenchmarkRequest | dict[str, Any]],
        **how_many: float,
    ) -> Load:
        asked = [ask if isinstance(ask, dict) else asdict(ask) for ask in asks]
        plan = {"port": server.port, "connections": CONNECTIONS, "requests": asked, **how_many}
        path = self.databases.folder / "load.json"
        path.write_text(json.dumps(plan))
        before = cpu.milliseconds(server.pid, self.databases.postgres)
        found = _run_load(path)
        latencies = sorted(found["latencies"])
        spent = cpu.milliseconds(server.pid, self.databases.postgres) - before
        return Load(len(latencies) / found["seconds"], spent / len(latencies), latencies)

    def alternate(
        self, works: Mapping[str, tuple[Server, Sequence[BenchmarkRequest | dict[str, Any]]]]
    ) -> dict[str, list[float]]:
        """Return the milliseconds per request of each server and round; the servers alternate."""
        counts = {name: self._count(*work) for name, work in works.items()}
        rounds: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(self.rounds):
            for name, (server, asks) in works.items():
                rounds[name].append(self.load(server, asks, counts[name]))
        return rounds

    def _count(self, server: Server, asks: Sequence[BenchmarkRequest | dict[str, Any]]) -> int:
        """Return the number of requests in a round, after a warm-up."""
        self.load(server, asks, TRIAL)
        each = max(self.load(server, asks, TRIAL), 0.05)
        return round(min(max(self.round_ms / each, FEWEST), MOST))


def figure(rounds: Sequence[float], **more: object) -> dict[str, Any]:
    """Return a figure for the report: the median and the rounds."""
    kept = [round(value, 4) for value in rounds]
    return {"value": round(statistics.median(rounds), 4), **more, "rounds": kept}


def pairwise(
    these: Sequence[float], those: Sequence[float], how: Callable[[float, float], float]
) -> list[float]:
    return [how(this, that) for this, that in zip(these, those, strict=True)]


def _run_load(plan: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", plan],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LOAD_TIMEOUT_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"the load was not answered as foreseen:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
