"""How long the move of a million rows keeps others waiting, and how long it takes to look.

Run by hand: `python -m benchmarks.schema_move [ROWS]`. Starts a PostgreSQL of its own, or uses
the one of DATABASE_URL, in a new database that it drops again.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from typing import Any

import psycopg
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from benchmarks.servers import scratch_database
from tests.adapters.adoption.databases import run
from tests.adapters.schema_move.concurrent_clients import ConcurrentClient, running, wait_for_rounds
from tests.adapters.schema_move.legacy_database import make_legacy

ROWS = 1_000_000
RUNS = 5
ALIAS = "schema_move_benchmark"
FIRST_ID = 1000
CLIENTS = 4
OLD = '"public"."adm.venues"'
# The old tables, and what fills them; each after those that it refers to.
FILL = {
    "course_templates": "'x' || n, 'c' || n, 'Title', NULL, '', '{{\"k\": 1}}', true, {now}, {now}",
    "custom_fields": "'x' || n, 'Label', 'text', NULL, false, '[\"tutor\"]', 'event', {now}",
    "instructors": "'x' || n, 'Ada', 'Lovelace', NULL, NULL, true, {now}, {now}, {now}",
    "locations": "'x' || n, 'London', 'LDN', NULL, true, {now}, {now}",
    "pricelevels": "'x' || n, 'Standard', NULL, {now}",
    "venues": "'x' || n, 'BPP Holborn', 'Room ' || n, 'x' || n, {now}, {now}",
    "course_template_price_levels": "n, n, 'x' || n, n % 1000, {now}, {now}, {now}",
}


def main() -> None:
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    with scratch_database(ALIAS) as connection:
        _fill(connection, rows)
        _report(rows, list(_measure(connection)))


def _fill(connection: BaseDatabaseWrapper, rows: int) -> None:
    make_legacy(connection)
    for table, values in FILL.items():
        numbers = f"generate_series({FIRST_ID}, {FIRST_ID + rows // len(FILL)}) n"
        chosen = values.format(now="timestamptz '2026-01-01 09:00Z'")
        run(connection, f'INSERT INTO public."adm.{table}" SELECT n, {chosen} FROM {numbers}')
        # `verify` reports a sequence that is behind.
        sequence = f"""pg_get_serial_sequence('public."adm.{table}"', 'id')"""
        run(connection, f'SELECT setval({sequence}, max(id)) FROM public."adm.{table}"')
    run(connection, "VACUUM ANALYZE")


def _measure(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    yield "plan", f"{_seconds(lambda: _call('plan')):.1f} s"
    moves, locks, backs = [], [], []
    for number in range(RUNS):
        start = time.monotonic()
        locks.append(_call("apply")["lock_ms"])
        moves.append(time.monotonic() - start)
        if number < RUNS - 1:
            backs.append(_call("revert")["lock_ms"])
    yield "apply, all of it", f"{statistics.median(moves):.1f} s"
    yield "apply, LOCK to COMMIT", _range(locks)
    yield "revert, LOCK to COMMIT", _range(backs)
    yield "verify", f"{_seconds(lambda: _call('verify')):.1f} s"
    yield "verify --deep", f"{_seconds(lambda: _call('verify', '--deep')):.1f} s"
    yield from _measure_clients(connection)
    _copy_back(connection)
    yield "plan with two identical copies of each", f"{_seconds(lambda: _call('plan')):.1f} s"
    yield "apply with them, LOCK to COMMIT", f"{_call('apply')['lock_ms'] / 1000:.1f} s"


def _measure_clients(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    """Move to and fro under clients that know the old name only; end with all in its place."""
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    connect = partial(psycopg.connect, **parameters)
    _call("revert")
    clients = [ConcurrentClient(connect=connect, table=OLD, label=f"c{n}") for n in range(CLIENTS)]
    with running(*clients):
        for _ in range(RUNS):
            wait_for_rounds(*clients)
            _call("apply", "--compat-views")
            wait_for_rounds(*clients)
            _call("revert")
    _call("apply")
    rounds, errors = sum(c.rounds for c in clients), sum(len(c.errors) for c in clients)
    worst = max(client.worst for client in clients) * 1000
    yield (
        f"{CLIENTS} clients through {RUNS} moves with views and {RUNS} back",
        f"{rounds} rounds, {errors} errors, worst wait {worst:.0f} ms",
    )


def _copy_back(connection: BaseDatabaseWrapper) -> None:
    for table in FILL:
        old = f'public."adm.{table}"'
        run(connection, f"CREATE TABLE {old} (LIKE adm.{table} INCLUDING ALL)")
        run(connection, f"INSERT INTO {old} SELECT * FROM adm.{table}")


def _call(action: str, *options: str) -> dict[str, Any]:
    output = StringIO()
    try:
        call_command(
            "schema_move", action, f"--database={ALIAS}", "--json", *options, stdout=output
        )
    except SystemExit:
        # A plan that has work to do ends so.
        if action != "plan":
            raise
    facts: dict[str, Any] = json.loads(output.getvalue())
    return facts


def _seconds(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def _range(milliseconds: list[float]) -> str:
    median, least, most = statistics.median(milliseconds), min(milliseconds), max(milliseconds)
    return f"{median:.0f} ms (of {len(milliseconds)}: {least:.0f} to {most:.0f})"


def _report(rows: int, figures: list[tuple[str, str]]) -> None:
    lines = [f"| {rows:,} rows in {len(FILL)} tables | |", "| --- | --- |"]
    sys.stdout.write(
        "\n".join([*lines, *(f"| {what} | {figure} |" for what, figure in figures), ""])
    )


if __name__ == "__main__":
    main()
