"""A real Prometheus with the shipped files, before a service."""

import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.environment import ROOT
from config.launcher.web import take_port
from tests.tools import need

SHIPPED = ROOT / "deploy" / "prometheus"


def free_address() -> str:
    with take_port(0) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


class Prometheus:
    def __init__(self, address: str) -> None:
        self._url = f"http://{address}/api/v1/"

    def get(self, path: str, **parameters: str) -> Any:
        """Return the data of a response of its API."""
        query = urllib.parse.urlencode(parameters)
        try:
            with urllib.request.urlopen(f"{self._url}{path}?{query}", timeout=30) as response:
                return json.load(response)["data"]
        except urllib.error.HTTPError as error:
            if error.code == 503:  # it is starting
                raise
            raise AssertionError(f"{parameters}: {error.read().decode()}") from error

    def values(self, query: str) -> list[float]:
        return [float(found["value"][1]) for found in self.get("query", query=query)["result"]]


@contextmanager
def prometheus(metrics: str, folder: Path) -> Iterator[Prometheus]:
    """Read the metrics of an address each second, with the shipped rules, until the block ends."""
    scrape = (SHIPPED / "scrape.yml").read_text()
    for theirs, ours in (
        ("scrape_interval: 15s", "scrape_interval: 1s"),
        ("127.0.0.1:18000", metrics),
        ("127.0.0.1:18001", free_address()),
    ):
        assert theirs in scrape
        scrape = scrape.replace(theirs, ours)
    head = f"global: {{evaluation_interval: 1s}}\nrule_files: [{SHIPPED / 'alerts.yml'}]\n"
    (folder / "prometheus.yml").write_text(head + scrape)
    address = free_address()
    process = subprocess.Popen(
        [
            need("prometheus"),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--log.level=error",
        ]
    )
    try:
        yield Prometheus(address)
    finally:
        process.terminate()
        process.wait(60)


def until(holds: Callable[[], bool]) -> None:
    """Wait until a condition holds; a server that does not answer yet is no failure."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the condition does not hold after two minutes")
