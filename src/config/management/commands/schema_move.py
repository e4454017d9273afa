"""`schema_move`: move the tables to the schemas where they belong, and back."""

import json
from argparse import ArgumentParser, ArgumentTypeError, RawTextHelpFormatter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.loader import MigrationLoader

from adapters.postgres.durations import parse_milliseconds
from adapters.postgres.locks import DEADLINE_SECONDS, LONGEST_WAIT_MS, LockTimeouts
from adapters.postgres.schema_move.errors import MoveError
from adapters.postgres.schema_move.execute.drops import drop_views
from adapters.postgres.schema_move.execute.engine import apply
from adapters.postgres.schema_move.execute.revert import revert
from adapters.postgres.schema_move.ledger.certificate import Certificate
from adapters.postgres.schema_move.ledger.contents import read_contents
from adapters.postgres.schema_move.preflight.snapshot import Task
from adapters.postgres.schema_move.report.plan import REFUSED, plan
from adapters.postgres.schema_move.report.text import (
    certificate_lines,
    plan_lines,
    verification_lines,
)
from adapters.postgres.schema_move.report.verify import verify

ACTIONS = {
    "plan": "show what apply would do, and what prevents it",
    "apply": "move the tables",
    "verify": "check that the tables are complete and in their places",
    "drop-views": "drop the views that apply --compat-views created",
    "revert": "move the tables back to their old places and names",
}
EXIT_CODES_HELP = """
exit codes:
  plan      0: nothing to do; 1: apply has work to do; 2: apply would be refused
  verify    0: everything is in order; 1: at least one fault
  apply, revert, drop-views
            0: done, or nothing to do; 3: conflict; 4: could not acquire the locks;
            5: something must be fixed first. Unless it is 0, nothing was changed.
  all       2: wrong arguments
"""
# Actions that have one exit code for every error.
EXIT_CODES = {"plan": REFUSED, "verify": 1}


class Command(BaseCommand):
    help = (
        "Moves the reference tables to the schema adm and the tutorial events to the schema "
        "acted. No row is changed or deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = _HelpFormatter
        parser.epilog = EXIT_CODES_HELP
        parser.add_argument(
            "action",
            choices=ACTIONS,
            help="\n".join(f"{name}: {text}" for name, text in ACTIONS.items()),
        )
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, choices=tuple(connections))
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument(
            "--deep",
            action="store_true",
            help="verify: also count the rows of each table and compute a checksum of them",
        )
        parser.add_argument(
            "--on-both",
            choices=("stop", "merge"),
            default="stop",
            help="what to do with two copies of a table that each have their own rows:\n"
            "stop (the default), or merge the rows into one table",
        )
        parser.add_argument(
            "--compat-views",
            action="store_true",
            help="create a view under the old name of each table that is moved",
        )
        parser.add_argument(
            "--lock-timeout",
            type=_milliseconds,
            default=LONGEST_WAIT_MS,
            metavar="DURATION",
            help="the longest time that one attempt to lock the tables waits; other sessions\n"
            "may wait for that time too: 200ms, 1s; the default unit is milliseconds\n"
            f"(default: {LONGEST_WAIT_MS}ms)",
        )
        parser.add_argument(
            "--deadline",
            type=_seconds,
            default=DEADLINE_SECONDS,
            metavar="DURATION",
            help="how long to retry before giving up: 30s, 1min; the default unit is\n"
            f"seconds (default: {DEADLINE_SECONDS:g}s)",
        )

    def handle(self, *_args: object, action: str, **options: Any) -> None:
        try:
            exit_code = self._run(action, _task(action, options), options)
        except MoveError as error:
            exit_code = EXIT_CODES.get(action, error.exit_code)
            if options["json"]:
                self._print({"faults": error.faults, "exit_code": exit_code}, (), options)
            raise CommandError(str(error), returncode=exit_code) from error
        if exit_code:
            raise SystemExit(exit_code)

    def _run(self, action: str, task: Task, options: Mapping[str, Any]) -> int:
        if action == "plan":
            planned = plan(task)
            self._print(planned.facts(), plan_lines(planned), options)
            return planned.exit_code
        if action == "verify":
            verified = verify(task, deep=options["deep"])
            self._print(verified.facts(), verification_lines(verified), options)
            return verified.exit_code
        certificate = _change(action, task)
        self._print(certificate.facts(), certificate_lines(certificate), options)
        return 0

    def _print(
        self, facts: Mapping[str, Any], lines: Iterable[str], options: Mapping[str, Any]
    ) -> None:
        text: Iterator[str] | Iterable[str] = lines
        if options["json"]:
            text = (json.dumps(facts, default=str, ensure_ascii=False, indent=2),)
        for line in text:
            self.stdout.write(line)


class _HelpFormatter(DjangoHelpFormatter, RawTextHelpFormatter):
    """Preserves line breaks, and lists Django's own options last."""


def _milliseconds(text: str) -> int:
    return _duration(text, bare="ms")


def _seconds(text: str) -> float:
    return _duration(text, bare="s") / 1000


def _duration(text: str, *, bare: str) -> int:
    try:
        return parse_milliseconds(text, bare=bare)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _change(action: str, task: Task) -> Certificate:
    actions = {"apply": _apply, "revert": revert, "drop-views": drop_views}
    return actions[action](task)


def _apply(task: Task) -> Certificate:
    """Move the tables, and read what they contained before and after."""
    before = read_contents(task)
    certificate = apply(task)
    if not certificate.tables:
        return certificate
    try:
        after = read_contents(task)
    except (Error, MoveError):
        # The move is committed; the exit code refers only to the move.
        after = ()
    return replace(certificate, before=before, after=after)


def _task(action: str, options: Mapping[str, Any]) -> Task:
    connection = connections[options["database"]]
    return Task(
        connection=connection,
        state=MigrationLoader(None).project_state(),
        merge=options["on_both"] == "merge",
        leaves_views=options["compat_views"],
        # Also refuse what `migrate` would refuse later.
        checks_migrations=action in ("plan", "apply"),
        timeouts=LockTimeouts(
            wait_ms=options["lock_timeout"], deadline_seconds=options["deadline"]
        ),
    )
