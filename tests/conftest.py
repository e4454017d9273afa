"""One temporary PostgreSQL server for the whole test run.

If DATABASE_URL is set, that server is used instead.
"""

import os
import secrets
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from adapters.postgres import embedded
from tests import flush
from tests.template_databases import RUN, drop_templates, used_by_django

# The data is temporary, so it does not need to be written to disk.
SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"),
    "max_prepared_transactions=10",
)
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
# The same examples in each run. `make test-slow` runs the tests again, with the second profile.
hypothesis.settings.register_profile("quick", derandomize=True, deadline=None, max_examples=20)
hypothesis.settings.register_profile("thorough", derandomize=True, deadline=None, max_examples=150)
# Of `make fuzz`: other examples each time.
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=300)
hypothesis.settings.load_profile("quick")
SERVER = pytest.StashKey[tuple[embedded.Server, tempfile.TemporaryDirectory[str]]]()


OWNS_TEMPLATES = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    # Without this, the folder of the server would be left.
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not os.environ.get("DATABASE_URL"):
        folder = tempfile.TemporaryDirectory(
            prefix="tests-", dir=IN_MEMORY, ignore_cleanup_errors=True
        )
        server = embedded.start(
            Path(folder.name) / "data", binaries=embedded.packaged_binaries(), settings=SETTINGS
        )
        config.stash[SERVER] = server, folder
        # The parallel workers inherit it.
        os.environ["DATABASE_URL"] = server.url()
    config.stash[OWNS_TEMPLATES] = RUN not in os.environ
    os.environ.setdefault(RUN, f"test_run_{secrets.token_hex(4)}")
    _point_django_at(os.environ["DATABASE_URL"])
    # The real password hash takes half a second.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files are found when they are requested, instead of all of them for each test client.
    settings.WHITENOISE_AUTOREFRESH = True
    flush.install()


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash[OWNS_TEMPLATES]:
        if SERVER not in config.stash:
            drop_templates()
        del os.environ[RUN]
    if SERVER in config.stash:
        server, folder = config.stash[SERVER]
        server.stop()
        folder.cleanup()
        del os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """Give each process a copy of one migrated database, instead of running the migrations."""
    with django_db_blocker.unblock(), used_by_django(f"{os.environ[RUN]}_{worker_id}"):
        yield


def _point_django_at(url: str) -> None:
    """Redirect Django to the server; its settings were read before, but no connection is open."""
    place = conninfo_to_dict(url)
    database = connections.databases["default"]
    database.update(
        NAME=place.get("dbname") or "",
        USER=place.get("user") or "",
        PASSWORD=place.get("password") or "",
        HOST=place.get("host") or "",
        PORT=str(place.get("port") or ""),
    )
    # The threads of a pool would outlive a test.
    database["OPTIONS"].pop("pool", None)
