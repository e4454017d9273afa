"""The dashboard and the alert rules, evaluated by Prometheus on the metrics of the service."""

import json
import math
import os
import re
from collections.abc import Iterator

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from config.metrics.backups import record_backup
from tests.deploy.monitoring import Prometheus, free_address, prometheus, until
from tests.deploy.releases import WRITE, ask
from tests.deploy.sites import catalogue
from tests.served import served

pytestmark = pytest.mark.slow
DASHBOARD = ROOT / "deploy" / "grafana" / "tutorials.json"
# A metric of ours, with the labels that it must have.
SELECTOR = re.compile(r"\btutorials_[a-z_]+(?:\{[^}]*\})?")
# There are no failures in the test.
FAILURES = re.compile(r'\{status="50\d"\}')


@pytest.fixture(scope="module")
def watched(
    worker_id: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Prometheus]:
    """Serve requests until Prometheus has read the metrics several times."""
    folder = tmp_path_factory.mktemp("monitoring")
    variables = {"METRICS_DIRECTORY": str(folder), "METRICS_BIND": free_address()}
    record_backup(folder, size=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "METRICS_DIRECTORY", str(folder))
        with (
            catalogue(f"watched_{worker_id}", folder, django_db_blocker) as url,
            served(DATABASE_URL=url, **variables) as port,
            prometheus(variables["METRICS_BIND"], folder) as found,
            psycopg.connect(url, autocommit=True) as connection,
        ):

            def is_read_often() -> bool:
                connection.execute(WRITE)
                for path in ("/api/version/", *["/api/search/unified/"] * 3):
                    ask(port, path)
                return max(found.values("count_over_time(tutorials_build_info[1m])"), default=0) > 4

            until(is_read_often)
            yield found


def panels() -> Iterator[tuple[str, str]]:
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"].replace("$__rate_interval", "1m")


def test_every_panel_has_data(watched: Prometheus) -> None:
    missing = [
        (title, query)
        for title, query in panels()
        if not any(math.isfinite(value) for value in watched.values(query))
    ]
    assert missing == []


def test_the_rules_are_evaluated_on_data_and_raise_no_alert(watched: Prometheus) -> None:
    def rules() -> list[dict[str, str]]:
        return [rule for group in watched.get("rules")["groups"] for rule in group["rules"]]

    until(lambda: all(rule["health"] != "unknown" for rule in rules()))
    assert len(rules()) > 5
    for rule in rules():
        assert (rule["health"], rule["state"]) == ("ok", "inactive"), rule
        for selector in SELECTOR.findall(FAILURES.sub("", rule["query"])):
            assert watched.values(selector), rule
