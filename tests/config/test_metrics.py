"""The metrics that the service exports, and the queries of them in deploy/."""

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_server

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from config import wiring
from config.environment import ROOT, environment
from config.metrics.backups import BackupCollector, record_backup
from config.metrics.import_collector import ImportCollector
from tests.adapters.adoption.databases import new_database
from tests.adapters.spreadsheets.plan import event, workbook
from tests.served import served
from tests.tools import need

DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
# PromQL names of ours, without the labels in braces and the strings.
NAME = re.compile(r"\btutorials_[a-z_]+")


def queries() -> Iterator[str]:
    """Yield every query of the rules and of the dashboard."""
    yield from re.findall(r"^ +expr: (.+)$", RULES.read_text(), re.MULTILINE)
    dashboard = json.loads((DEPLOY / "grafana" / "tutorials.json").read_text())
    for panel in dashboard["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


@pytest.fixture(scope="module")
def scraped(
    worker_id: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Serve an empty catalogue, ask for a few things, and give what Prometheus would read."""
    name = f"measured_{worker_id}"
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    folder = tmp_path_factory.mktemp("metrics")
    with django_db_blocker.unblock(), new_database(name):
        url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            check=True,
        )
        variables = {"METRICS_BIND": f"127.0.0.1:{port}", "METRICS_DIRECTORY": str(folder)}
        with served(DATABASE_URL=url, **variables) as own:
            for _ in range(20):
                get(own, "/api/search/unified/")
            get(own, "/api/nothing/")
            get(own, "/api/tutorials/events/")
            assert "Not Found" in get(own, "/metrics/"), "the site has no metrics"
            yield get(port, "/metrics")


@pytest.mark.slow
def test_every_query_names_metrics_and_labels_that_are_exported(scraped: str) -> None:
    exported = {
        sample.name: set(sample.labels)
        for family in text_string_to_metric_families(scraped)
        for sample in family.samples
    }
    for query in queries():
        for name in NAME.findall(query):
            # There was no import.
            assert name in exported or name.endswith("_last_rows"), query
        for name, labels in re.findall(r"(tutorials_\w+)\{([^}]*)\}", query):
            asked = {part.partition("=")[0] for part in labels.split(",")}
            assert asked <= exported[name] | {"instance", "job"}, query


@pytest.mark.slow
def test_the_measured_values_are_right(scraped: str) -> None:
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(scraped)
        for sample in family.samples
    }
    search = "/api/search/unified/"
    assert samples["tutorials_http_requests_total", search, "200", "GET"] == 20
    assert samples["tutorials_http_requests_total", "404", "GET", "none"] >= 1
    assert samples["tutorials_http_request_seconds_count", search] == 20
    made = samples["tutorials_search_answers_total", "index"]
    # 20 searches and a list of events; each process makes each of them once.
    assert 2 <= made <= 3
    assert samples["tutorials_search_answers_total", "cache"] == 21 - made
    # The server reads the catalogue once, for all of its processes.
    assert samples["tutorials_catalogue_refresh_seconds_count", "rebuild"] == 1
    assert samples["tutorials_database_available",] == 1
    assert samples["tutorials_catalogue_listings",] == 0
    assert samples["tutorials_pool_connections", "size"] == 16


def test_every_alert_has_a_page_and_every_name_is_ours() -> None:
    rules = RULES.read_text()
    names = re.findall(r"- alert: (\w+)", rules)

    assert len(names) == rules.count("runbook: docs/operating.md#") > 5
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    assert re.findall(r"^### (Tutorials\w+)$", page, re.MULTILINE) == names
    # In the order of the file, each with its own anchor.
    assert re.findall(r"operating\.md#(\w+)", rules) == [name.lower() for name in names]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "rules", "alerts.yml"],
        ["test", "rules", "alerts_test.yml"],
        ["check", "config", "scrape.yml"],
    ],
)
def test_prometheus_accepts(arguments: list[str]) -> None:
    done = subprocess.run(
        [need("promtool"), *arguments],
        cwd=RULES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_tested() -> None:
    tested = (RULES.parent / "alerts_test.yml").read_text()

    # There must be a case that raises the alert.
    raised = set(re.findall(r"- alertname: (\w+)\n", tested))
    raised |= set(re.findall(r"alertname: (\w+), eval_time: \w+, exp_alerts: \*", tested))
    assert raised == set(re.findall(r"- alert: (\w+)", RULES.read_text()))


@pytest.mark.parametrize("address", ["9101", "127.0.0.1", ":9101", "http://127.0.0.1:9101"])
def test_a_wrong_address_is_named(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("METRICS_BIND", address)

    with pytest.raises(ImproperlyConfigured, match=r"METRICS_BIND: .* is not HOST:PORT"):
        environment.__wrapped__()


@pytest.mark.slow
def test_an_address_that_cannot_be_used_stops_the_server_in_one_sentence() -> None:
    # An address of documentation, which no machine has.
    variables = {"METRICS_BIND": "203.0.113.1:9101", "SECRET_KEY": "k", "WORKERS": "1"}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"),
            *("--bind", "127.0.0.1:0"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            **variables,
            "PYTHONPATH": str(ROOT / "src"),
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3
    assert "METRICS_BIND: cannot listen on 203.0.113.1:9101: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_the_results_of_imports_are_metrics(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("METRICS_DIRECTORY", str(tmp_path))
    monkeypatch.setattr(wiring, "environment", environment.__wrapped__)
    plan = workbook(tmp_path / "plan.xlsx", [event("A-CM2-1-26B")])

    call_command("import_tutorials", plan, dry_run=True, verbosity=0)
    assert 'imports_total{result="stored"} 0.0' in imports(tmp_path)
    call_command("import_tutorials", plan, verbosity=0)
    assert 'imports_total{result="stored"} 1.0' in imports(tmp_path)
    assert 'import_last_rows{kind="events"} 1.0' in imports(tmp_path)
    with pytest.raises(CommandError):
        call_command("import_tutorials", tmp_path / "none.xlsx", verbosity=0)
    assert 'imports_total{result="refused"} 1.0' in imports(tmp_path)
    assert "import_last_stored 0.0" in imports(tmp_path)


def test_the_last_backup_is_a_metric(tmp_path: Path) -> None:
    def metrics() -> str:
        registry = CollectorRegistry()
        registry.register(BackupCollector(tmp_path))
        return generate_latest(registry).decode()

    assert "backup_last_timestamp_seconds 0.0" in metrics()
    before = time.time()
    record_backup(tmp_path, size=4096)
    found = re.search(r"^tutorials_backup_last_timestamp_seconds (\S+)$", metrics(), re.MULTILINE)
    assert found
    assert before <= float(found[1]) <= time.time()
    assert "tutorials_backup_last_bytes 4096.0" in metrics()
    (tmp_path / "backup.json").write_text("[")
    assert "backup_last_timestamp_seconds 0.0" in metrics()
    # A folder that is missing or not set does not make the backup fail.
    record_backup(tmp_path / "none", size=1)
    record_backup(None, size=1)


def imports(folder: Path) -> str:
    registry = CollectorRegistry()
    registry.register(ImportCollector(folder))
    return generate_latest(registry).decode()
