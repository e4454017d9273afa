"""Updates while clients ask: a reload in place, and blue/green behind nginx.

`UPDATES=full` makes ten updates of each kind, with 100,000 requests in all.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from tests.deploy import releases
from tests.deploy.sites import catalogue
from tests.faults.proxy import nginx_before

pytestmark = pytest.mark.slow
FULL = os.environ.get("UPDATES") == "full"
UPDATES, REQUESTS = (10, 50_000) if FULL else (2, 500)


@pytest.fixture(scope="module")
def url(
    worker_id: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("updates")
    with catalogue(f"updated_{worker_id}", folder, django_db_blocker) as found:
        yield found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def stop(process: "subprocess.Popen[bytes]", pids: set[int]) -> None:
    for pid in {process.pid, *pids}:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
    process.wait(60)


def main_process(folder: Path) -> int:
    """Return the process that a server has written down; each new one does."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            return int((folder / "pid").read_text())
        except (OSError, ValueError):
            time.sleep(0.02)
    raise AssertionError("no server has written its number")


def until_ended(pid: int) -> None:
    deadline = time.monotonic() + 120
    while Path(f"/proc/{pid}").exists() and not is_dead(pid):
        assert time.monotonic() < deadline, f"{pid} goes on"
        time.sleep(0.05)


def is_dead(pid: int) -> bool:
    """Return whether a child of this process has ended, and its exit status was not read yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_reloads_in_place_fail_no_request(url: str, tmp_path: Path) -> None:
    port, current = free_port(), tmp_path / "current"
    current.symlink_to(releases.install(tmp_path / "release-0"))
    pidfile = ["--pid", str(tmp_path / "pid")]
    process = releases.start(current, port, url, GUNICORN_CMD_ARGS=" ".join(pidfile))
    pids = {process.pid}
    try:
        releases.until_ready(port)
        with releases.load(port, url) as seen:
            for number in range(1, UPDATES + 1):
                old = main_process(tmp_path)
                current.unlink()
                current.symlink_to(releases.install(tmp_path / f"release-{number}"))
                os.kill(old, signal.SIGUSR2)
                until_ended(old)
                until(lambda: main_process(tmp_path) != old)  # noqa: B023 (called in this turn)
                pids.add(main_process(tmp_path))
                until_more(seen, REQUESTS // UPDATES)
            # A release that cannot start does not take over.
            old = main_process(tmp_path)
            current.unlink()
            current.symlink_to(releases.install(tmp_path / "broken", releases.FAILS))
            os.kill(old, signal.SIGUSR2)
            until_more(seen, REQUESTS // UPDATES)
        assert main_process(tmp_path) == old
        assert seen.failures == []
        assert seen.answered >= REQUESTS
    finally:
        stop(process, pids)


def test_a_renewal_of_the_workers_fails_no_request(url: str, tmp_path: Path) -> None:
    port, current = free_port(), tmp_path / "current"
    current.symlink_to(releases.install(tmp_path / "release"))
    process = releases.start(current, port, url)
    try:
        releases.until_ready(port)
        with releases.load(port, url) as seen:
            for _ in range(UPDATES):
                before = workers_of(process.pid)
                process.send_signal(signal.SIGHUP)
                until(lambda: not before & workers_of(process.pid))  # noqa: B023 (in this turn)
                until_more(seen, REQUESTS // UPDATES)
        assert len(workers_of(process.pid)) == len(before) > 0
        assert seen.failures == []
    finally:
        stop(process, {process.pid})


def test_old_workers_answer_until_new_ones_are_ready(url: str, tmp_path: Path) -> None:
    port, current, gate = free_port(), tmp_path / "current", tmp_path / "gate"
    current.symlink_to(releases.install(tmp_path / "release"))
    gate.touch()
    config = str(ROOT / "tests" / "deploy" / "slow_start.py")
    process = releases.start(current, port, url, config=config, START_GATE=str(gate))
    try:
        releases.until_ready(port)
        old = workers_of(process.pid)
        gate.unlink()
        process.send_signal(signal.SIGHUP)
        until(lambda: len(workers_of(process.pid)) == 2 * len(old))
        for _ in range(20):
            assert releases.ask(port, releases.LIVE) == 200
        assert old < workers_of(process.pid)
        gate.touch()
        until(
            lambda: len(workers_of(process.pid) - old) == len(old) == len(workers_of(process.pid))
        )
        assert releases.ask(port, releases.LIVE) == 200
    finally:
        gate.touch()
        stop(process, {process.pid})


def workers_of(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def until_more(seen: releases.Load, count: int) -> None:
    wanted = seen.answered + count
    deadline = time.monotonic() + 3600
    while seen.answered < wanted:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_blue_and_green_fail_no_request(url: str, tmp_path: Path) -> None:
    blue, green = free_port(), free_port()
    home = tmp_path / "home"
    home.mkdir()
    first = releases.install(tmp_path / "release-0")
    (home / str(blue)).symlink_to(first)
    starter = tmp_path / "start"
    starter.write_text(
        f"#!/bin/sh\ncd {ROOT}\n"
        f"{home}/$1/.venv-service/bin/python {home}/$1/.venv-service/bin/gunicorn"
        f" --config python:config.gunicorn --bind 127.0.0.1:$1 --pid {home}/$1.pid &\n"
    )
    starter.chmod(0o755)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DATABASE_URL": url,
        "SECRET_KEY": "a secret that guards nothing",
        "TUTORIALS_HOME": str(home),
        "TUTORIALS_PORTS": f"{blue} {green}",
        "TUTORIALS_START": f"{starter} PORT >{tmp_path}/log 2>&1",
        "TUTORIALS_STOP": f"kill $(cat {home}/PORT.pid)",
        "TUTORIALS_ENABLE": "true",
        "TUTORIALS_DISABLE": "true",
        "TUTORIALS_READY_SECONDS": "60",
    }
    subprocess.run([str(starter), str(blue)], env=environment, check=True)
    try:
        releases.until_ready(blue)
        with nginx_before(blue, without_limits=True) as (port, folder):
            environment["TUTORIALS_SITE"] = str(folder / "site.conf")
            environment["TUTORIALS_RELOAD"] = f"kill -HUP $(cat {folder}/nginx.pid)"
            with releases.load(port, url) as seen:
                for number in range(1, UPDATES + 1):
                    update(releases.install(tmp_path / f"release-{number}"), environment)
                    until_more(seen, REQUESTS // UPDATES)
                environment["TUTORIALS_READY_SECONDS"] = "3"
                broken = releases.install(tmp_path / "broken", releases.FAILS)
                assert "nothing was changed" in update(broken, environment, code=1)
                until_more(seen, 50)
            assert seen.failures == []
            assert seen.answered >= REQUESTS
    finally:
        for pidfile in home.glob("*.pid"):
            os.kill(int(pidfile.read_text()), signal.SIGTERM)


def update(release: Path, environment: dict[str, str], code: int = 0) -> str:
    done = subprocess.run(
        [str(ROOT / "deploy" / "bin" / "update"), str(release)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr
