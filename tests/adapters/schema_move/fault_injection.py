"""Runs manage.py in child processes, and injects a fault at a chosen statement.

The child processes are forked from a process that has loaded Django but has no connection.
"""

import io
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Literal

import django
import psycopg
from django.core.checks import run_checks
from django.core.management import execute_from_command_line
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

type Fault = Literal["client killed", "backend ended", "server killed", "killed at COMMIT"]

ROOT = Path(__file__).parents[3]
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload([__name__])

if not django.apps.apps.ready:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    # Run the slow part once for all child processes.
    run_checks()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPoint:
    """The fault occurs before statement `at`, counted from 1 with COMMITs.

    Counting begins with the first statement that starts with `since`. `server_pid` is the pid of
    the postmaster.
    """

    fault: Fault
    at: int
    since: str = ""
    server_pid: int = 0


def start(
    settings: dict[str, Any], *arguments: str, fault_point: FaultPoint | None = None
) -> ForkServerProcess:
    """Start `manage.py` with the arguments on the database of a connection's settings."""
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    # The child processes inherit the environment of the fork server.
    os.environ["PYTHONPATH"] = path
    process = CONTEXT.Process(target=_manage, args=(settings, arguments, fault_point), daemon=True)
    process.start()
    return process


def run(settings: dict[str, Any], *arguments: str, fault_point: FaultPoint | None = None) -> int:
    """Return the exit code of `manage.py`; it is negative if a signal ended the process."""
    process = start(settings, *arguments, fault_point=fault_point)
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _manage(
    settings: dict[str, Any], arguments: tuple[str, ...], fault_point: FaultPoint | None
) -> None:
    connections.databases["default"].update(settings)
    if fault_point:
        _await_the_statement(connections["default"], fault_point)
    sys.stdout = sys.stderr = io.StringIO()
    execute_from_command_line(["manage.py", *arguments])


def _await_the_statement(connection: Any, fault_point: FaultPoint) -> None:
    statements: list[str] = []
    commit = connection._commit

    def note(sql: str) -> None:
        if statements or sql.startswith(fault_point.since):
            statements.append(sql)
            if len(statements) == fault_point.at:
                FAULTS[fault_point.fault](connection, fault_point)

    def before_a_statement(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        note(sql)
        return execute(sql, *rest)

    def before_commit() -> None:
        note("COMMIT")
        commit()

    connection.execute_wrappers.append(before_a_statement)
    connection._commit = before_commit


def _kill_client(connection: BaseDatabaseWrapper, fault_point: FaultPoint) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_client_that_has_sent_its_commit(
    connection: BaseDatabaseWrapper, fault_point: FaultPoint
) -> None:
    wire = connection.connection.pgconn
    wire.send_query(b"COMMIT")
    wire.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def _end_backend(connection: BaseDatabaseWrapper, fault_point: FaultPoint) -> None:
    if connection.connection is None:
        return
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _kill_server(connection: BaseDatabaseWrapper, fault_point: FaultPoint) -> None:
    os.kill(fault_point.server_pid, signal.SIGKILL)


FAULTS: dict[Fault, Callable[[BaseDatabaseWrapper, FaultPoint], None]] = {
    "client killed": _kill_client,
    "killed at COMMIT": _kill_client_that_has_sent_its_commit,
    "backend ended": _end_backend,
    "server killed": _kill_server,
}
