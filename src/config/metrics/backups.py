"""The last backup, in a file that the command writes and the exporter reads as metrics."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from prometheus_client.core import GaugeMetricFamily, Metric


def record_backup(folder: Path | None, *, size: int) -> None:
    """Note in METRICS_DIRECTORY, if there is such a folder, that a backup of `size` bytes ended."""
    if folder is None or not folder.is_dir():
        return
    # Renamed, so that a reader never sees a part of it.
    unfinished = _file(folder).with_suffix(".new")
    with suppress(OSError):
        # The backup has succeeded, even if the folder cannot be written.
        unfinished.write_text(json.dumps({"time": time(), "size": size}), encoding="utf-8")
        unfinished.replace(_file(folder))


class BackupCollector:
    """Reads the file at each scrape."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        try:
            known = json.loads(_file(self._folder).read_text("utf-8"))
            ended_at, size = float(known["time"]), int(known["size"])
        except (OSError, ValueError, TypeError, KeyError):
            ended_at, size = 0.0, 0
        yield GaugeMetricFamily(
            "tutorials_backup_last_timestamp_seconds",
            "When the last backup ended; 0 if there was none.",
            value=ended_at,
        )
        yield GaugeMetricFamily(
            "tutorials_backup_last_bytes", "Size of the last backup.", value=size
        )


def _file(folder: Path) -> Path:
    return folder / "backup.json"
