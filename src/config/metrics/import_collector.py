"""The results of imports as metrics."""

from collections.abc import Iterator
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from config.metrics.imports import read_imports

RESULTS = ("stored", "refused")


class ImportCollector:
    """Reads the file at each scrape."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        known = read_imports(self._folder)
        counts = CounterMetricFamily(
            "tutorials_imports", "Imports by result: stored or refused.", labels=["result"]
        )
        for result in RESULTS:
            counts.add_metric([result], known.get("results", {}).get(result, 0))
        yield counts
        yield GaugeMetricFamily(
            "tutorials_import_last_timestamp_seconds",
            "When the last import ended; 0 if there was none.",
            value=known.get("last_time", 0),
        )
        yield GaugeMetricFamily(
            "tutorials_import_last_stored",
            "1 if the last import was stored, or if there was none, otherwise 0.",
            value=known.get("last_result", "stored") == "stored",
        )
        rows = GaugeMetricFamily(
            "tutorials_import_last_rows", "Rows of the last stored import.", labels=["kind"]
        )
        for kind, count in known.get("last_rows", {}).items():
            rows.add_metric([kind], count)
        yield rows
