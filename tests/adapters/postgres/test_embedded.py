import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.postgres import embedded
from adapters.postgres.embedded import cluster, packaged_binaries, running_server
from adapters.postgres.embedded import server as server_module
from adapters.postgres.embedded.cluster import ServerError, is_locked
from adapters.postgres.embedded.ownership import let_read
from adapters.postgres.embedded.sockets import running_url
from config.environment import ROOT

FAST = ("fsync=off",)


@pytest.fixture
def fresh() -> Iterator[Path]:
    """Yield the path of a folder that does not exist yet."""
    # Not tmp_path: when another pytest starts, the server's user cannot read it any longer.
    with tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True) as made:
        yield Path(made) / "postgres"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder in which a server has run before."""
    with tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True) as made:
        with running_server(Path(made) / "postgres", settings=FAST):
            pass
        yield Path(made) / "postgres"


def ask(url: str, sql: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql).fetchone()
    return row and row[0]


def test_a_server_runs_inside_the_block_and_is_stopped_after_it(fresh: Path) -> None:
    with running_server(fresh, settings=FAST) as server:
        assert ask(server.url(), "SHOW fsync") == "off"
        assert running_url(fresh, "postgres") == server.url()
    assert server.process.returncode == 0
    assert running_url(fresh, "postgres") is None
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url())


def test_stored_data_exists_after_a_second_start(folder: Path) -> None:
    with running_server(folder, settings=FAST) as server, psycopg.connect(server.url()) as session:
        session.execute("CREATE TABLE kept AS SELECT 42 AS n")
    with running_server(folder, settings=FAST) as server:
        assert ask(server.url(), "SELECT n FROM kept") == 42


def test_the_server_never_runs_as_root_nor_listens_on_the_network(folder: Path) -> None:
    with running_server(folder, settings=FAST) as server:
        assert Path(f"/proc/{server.process.pid}").stat().st_uid != 0
        assert ask(server.url(), "SHOW listen_addresses") == ""


def test_a_clients_settings_in_the_environment_do_not_move_the_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    with running_server(folder, settings=FAST) as server:
        assert ask(server.url(), "SELECT 1") == 1


@pytest.mark.parametrize("name", ["a,b c", pytest.param("long" * 30, marks=pytest.mark.slow)])
def test_a_path_that_is_invalid_for_a_socket_is_supported(fresh: Path, name: str) -> None:
    with running_server(fresh / name, settings=FAST) as server:
        assert ask(server.url(), "SELECT 1") == 1
        assert running_url(fresh / name, "postgres") == server.url()
        assert server.socket_directory.parent == Path(tempfile.gettempdir())
    assert not server.socket_directory.exists()


def test_the_server_ends_when_its_parent_is_killed(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from adapters.postgres import embedded\n"
        f"server = embedded.start(Path({str(folder)!r}), binaries=embedded.packaged_binaries())\n"
        "print(server.process.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    with parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    # The next start waits until every process of the first server has ended.
    with running_server(folder, settings=FAST) as server:
        assert server.process.pid != pid


def test_a_folder_in_use_is_refused_and_its_server_is_not_disturbed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOCK_TIMEOUT_SECONDS", 0)
    with running_server(folder, settings=FAST) as server:
        log = (folder / "server.log").read_text()
        with pytest.raises(ServerError, match="another process runs a server on"):
            embedded.start(folder, binaries=packaged_binaries())
        assert ask(server.url(), "SELECT 1") == 1
        assert (folder / "server.log").read_text().startswith(log)


def test_data_that_postgresql_refuses_is_an_error_with_its_message(folder: Path) -> None:
    marker = folder / "data" / "PG_VERSION"
    version = marker.read_text()
    marker.write_text("9.6\n")
    with pytest.raises(ServerError, match="incompatible with server"):
        embedded.start(folder, binaries=packaged_binaries())
    marker.write_text(version)
    assert not is_locked(folder)


def test_a_failed_initdb_is_an_error_with_its_output_and_leaves_no_data(fresh: Path) -> None:
    binaries = fresh.parent / "bin"
    binaries.mkdir()
    (binaries / "initdb").write_text("#!/bin/sh\necho disk full >&2\nexit 1\n")
    (binaries / "initdb").chmod(0o755)
    with pytest.raises(ServerError, match="disk full"):
        embedded.start(fresh, binaries=binaries)
    assert not (fresh / "data").exists()


@pytest.mark.slow
def test_the_files_of_an_interrupted_initdb_are_replaced(fresh: Path) -> None:
    (fresh / "unfinished" / "base").mkdir(parents=True)
    with running_server(fresh, settings=FAST) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_server_starts_after_a_killed_one_whose_process_id_is_in_use(
    folder: Path,
) -> None:
    (folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}/data\n")
    with running_server(folder, settings=FAST) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(fresh: Path) -> None:
    fresh.write_text("a file is in the way")
    with pytest.raises(ServerError, match=f"cannot run PostgreSQL on {fresh}"):
        embedded.start(fresh, binaries=packaged_binaries())


@pytest.mark.slow
def test_an_interruption_while_it_starts_leaves_no_server(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(server_module, "read_status", interrupt)
    with pytest.raises(KeyboardInterrupt):
        embedded.start(fresh, binaries=packaged_binaries())
    assert not is_locked(fresh)


def test_a_server_that_does_not_get_ready_is_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "START_TIMEOUT_SECONDS", -1)
    with pytest.raises(ServerError, match="was not ready"):
        embedded.start(folder, binaries=packaged_binaries())
    assert not is_locked(folder)


def test_a_server_that_does_not_end_in_time_is_ended_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "STOP_TIMEOUT_SECONDS", 0)
    with running_server(folder, settings=FAST) as server:
        assert ask(server.url(), "SELECT 1") == 1
    assert server.process.returncode is not None
    assert not is_locked(folder)


def test_the_error_without_the_package_explains_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "find_spec", lambda _name: None)
    with pytest.raises(ServerError, match="DATABASE_URL"):
        packaged_binaries()


def test_private_programs_of_root_become_readable(fresh: Path) -> None:
    program, text = fresh / "bin" / "initdb", fresh / "share" / "names"
    for file, mode in ((program, 0o700), (text, 0o600)):
        file.parent.mkdir(parents=True, mode=0o700)
        file.touch()
        file.chmod(mode)
    fresh.chmod(0o700)
    let_read(fresh, fresh / "not there")
    assert program.stat().st_mode & 0o777 == 0o705
    assert text.stat().st_mode & 0o777 == 0o604
    assert text.parent.stat().st_mode & 0o005 == 0o005
    assert fresh.parent.stat().st_mode & 0o001
