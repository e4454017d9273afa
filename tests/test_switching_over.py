"""The commands and routes in the pages about existing databases exist.

All commands of `docs/switching-over.md` are also run, on a small database of the previous system
and on its dumps, if they exist. This takes as long as a dozen starts of `manage.py`.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import resolve
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from adapters.postgres import embedded
from config.environment import ROOT
from config.launcher.web import take_port
from tests.adapters.adoption.databases import new_database, query, run
from tests.adapters.adoption.dumps import DUMPS, load
from tests.adapters.schema_move.legacy_database import make_legacy

PAGE = (ROOT / "docs" / "switching-over.md").read_text("utf-8")
PAGES = [PAGE, (ROOT / "docs" / "schema-migration.md").read_text("utf-8")]
COMMAND = re.compile(r"manage\.py ([a-z_]+)((?: [^\s|>;`]+)*)")
ROUTE = re.compile(r"`?(?:GET|POST) (/api/[^`?\s]+)")
VALUES = {"{code}": "CM2-01", "{kind}": "venues", "{id}": "1", "{product_id}": "1"}
BLOCK = re.compile(r"^( *)```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ADDRESS = "postgresql://owner@db.example/acted"
PORT = "8100"
SHOP = """
    CREATE TABLE acted.cart_items (
        id bigint PRIMARY KEY, product_id bigint REFERENCES acted.products (id)
    );
    INSERT INTO acted.cart_items SELECT id, id FROM acted.products;
"""


@pytest.mark.parametrize("page", PAGES, ids=["switching-over", "schema-migration"])
def test_every_documented_command_accepts_its_arguments(page: str) -> None:
    commands = set(COMMAND.findall(page))
    assert len(commands) > 5
    for name, arguments in commands:
        command = load_command_class(get_commands()[name], name)
        parser = command.create_parser("manage.py", name)
        if arguments:
            try:
                parser.parse_args(shlex.split(arguments))
            except CommandError as error:
                pytest.fail(f"manage.py {name}{arguments}: {error}")


def test_every_route_is_served() -> None:
    routes = set(ROUTE.findall(PAGE))
    assert len(routes) > 3
    for route in routes:
        path = route
        for name, value in VALUES.items():
            path = path.replace(name, value)
        resolve(path)


STATES: list[Path | None] = [None, *DUMPS]


@pytest.fixture(params=STATES, ids=lambda dump: dump.name if dump else "sample")
def live(
    request: pytest.FixtureRequest, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """Return a database of the previous system: a sample, or one from a dump."""
    with django_db_blocker.unblock(), new_database(f"switched_{worker_id}") as connection:
        if request.param:
            load(request.param, connection)
        else:
            make_legacy(connection)
            run(connection, SHOP)
        yield connection
        run(connection, f"DROP DATABASE IF EXISTS {_copy_of(connection)} WITH (FORCE)")


@pytest.mark.slow
def test_the_page_can_be_followed(live: BaseDatabaseWrapper, tmp_path: Path) -> None:
    ((old,),) = query(
        live, """SELECT coalesce(to_regclass('public."adm.venues"')::text, 'adm.venues')"""
    )
    before = query(live, f"SELECT t::text FROM {old} t ORDER BY id")

    done = follow(live, tmp_path)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "No migrations to apply." in done.stdout
    assert done.stdout.count("Everything is in order.") == 3
    assert '"total_count"' in done.stdout
    assert (tmp_path / "before.txt").read_text().count("\n") > 20
    assert query(live, "SELECT t::text FROM adm.venues t ORDER BY id") == before
    assert query(live, """SELECT to_regclass('public."adm.venues"')""") == [(None,)]


def follow(live: BaseDatabaseWrapper, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the blocks of the page one after the other, and stop at the first failure."""
    with take_port(0) as listener:
        port = listener.getsockname()[1]
    parameters = live.get_connection_params()
    place = {key: parameters[key] for key in ("user", "host", "port") if parameters.get(key)}
    copy = _copy_of(live)
    # Stop the services of the page if a block fails.
    script = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
    script += "\n".join(text for _, text in BLOCK.findall(PAGE))
    assert ADDRESS in script
    assert PORT in script
    for name, database in (("_copy", copy), ("", live.settings_dict["NAME"])):
        address = make_conninfo(**place, dbname=database)
        script = script.replace(f"={ADDRESS}{name}\n", f"={_uri(address)}\n")
    script = script.replace(".venv-service/bin", str(Path(sys.executable).parent))
    script = script.replace("acted_copy", copy).replace(PORT, str(port))
    script = script.replace("RESULTS=$(mktemp -d)", f"RESULTS={folder}")
    programs = os.pathsep.join([str(embedded.packaged_binaries()), os.environ["PATH"]])
    live.close()
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=ROOT,
        env={"PATH": programs},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


def _copy_of(live: BaseDatabaseWrapper) -> str:
    return f"{live.settings_dict['NAME']}_copy"


def _uri(conninfo: str) -> str:
    """Return a connection string as one word of the shell."""
    return f"'postgresql://?{'&'.join(conninfo.split())}'"
