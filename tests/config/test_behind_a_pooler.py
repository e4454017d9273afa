"""The service, its commands and its admin behind PgBouncer in transaction mode."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from tests.adapters.adoption.databases import new_database
from tests.adapters.spreadsheets.plan import event, session, workbook
from tests.config.pooler import pgbouncer
from tests.served import served

pytestmark = pytest.mark.slow

CLIENTS, REQUESTS = 8, 15
ROUTES = [
    "/api/search/unified/?q=A-1",
    "/api/search/fuzzy/?q=CB1",
    "/api/search/default-data/",
    "/api/tutorials/events/",
    "/api/tutorials/events/A-1/",
    "/api/administrate/venues/",
    "/api/health/ready/",
    "/admin/login/",
]


def manage(url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def pooled(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, str]]:
    """Give a database with settings of its own, and the URL of it behind a pooler."""
    name = f"pooled_{worker_id}"
    folder = tmp_path_factory.mktemp("pooler")
    # Every folder above it too, for the user that the pooler runs as.
    for above in folder.parents[:3]:
        above.chmod(above.stat().st_mode | 0o111)
    with django_db_blocker.unblock(), new_database(name, template="template1") as made:
        with made.cursor() as cursor:
            cursor.execute(
                f"ALTER DATABASE {name} SET DateStyle = 'German';"
                f"ALTER DATABASE {name} SET search_path = '';"
                f"ALTER DATABASE {name} SET default_transaction_isolation = serializable"
            )
        made.close()
        # Fewer server connections than clients: each statement may run in another session.
        with pgbouncer(folder, name, default_pool_size=5) as url:
            yield name, url


def test_everything_works_with_a_pooler_in_transaction_mode(
    pooled: tuple[str, str], tmp_path: Path
) -> None:
    name, url = pooled
    plan = workbook(
        tmp_path / "plan.xlsx",
        [event("A-1", **{"Course template code": "CB1_f2f_2"}), session(2)],
    )
    manage(url, "migrate", "--verbosity", "0")
    assert "Stored." in manage(url, "import_tutorials", str(plan))
    manage(url, "schema_move", "verify", "--deep")

    with served(DATABASE_URL=url, ALLOWED_HOSTS="127.0.0.1") as port:

        def get(path: str) -> tuple[int, bytes]:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                asking.request("GET", path)
                response = asking.getresponse()
                return response.status, response.read()
            finally:
                asking.close()

        with ThreadPoolExecutor(CLIENTS) as clients:
            found = list(clients.map(get, ROUTES * REQUESTS))
        wrong = [(status, body) for status, body in found if status != 200]
        assert not wrong, wrong[:3]

        place = connection.get_connection_params()
        with psycopg.connect(**{**place, "dbname": name}, autocommit=True) as writer:
            for places in range(20):
                writer.execute("UPDATE acted.tutorial_events SET remain_space = %s", [places])
                _, body = get("/api/search/unified/?q=A-1")
                shown: Any = json.loads(body)
                [[only]] = [
                    variation["events"]
                    for product in shown["products"]
                    for variation in product["variations"]
                ]
                assert only["remain_space"] == places
