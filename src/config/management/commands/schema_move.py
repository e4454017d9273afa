"""`schema_move`: bring the tables to the schemas where they belong, and back."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.loader import MigrationLoader

from adapters.postgres.locks import DEADLINE_SECONDS, LONGEST_WAIT_MS, Patience
from adapters.postgres.schema_move.certificate import Certificate
from adapters.postgres.schema_move.contents import read_contents
from adapters.postgres.schema_move.dropping import drop_views
from adapters.postgres.schema_move.engine import apply
from adapters.postgres.schema_move.errors import MoveError
from adapters.postgres.schema_move.planning import REFUSED, plan
from adapters.postgres.schema_move.rendering import (
    certificate_lines,
    plan_lines,
    verification_lines,
)
from adapters.postgres.schema_move.reverting import revert
from adapters.postgres.schema_move.situation import Task
from adapters.postgres.schema_move.verifying import verify

ACTIONS = {
    "plan": "say what would be done, and what forbids it: 0 nothing to do, 1 work, 2 refused",
    "apply": "do it: 0 done, 3 a conflict, 4 the locks were not had, 5 something comes first",
    "verify": "look whether all is as it should be: 0 yes, 1 no",
    "drop-views": "drop the views that --compat-views left",
    "revert": "take the tables back to their old places and names",
}
# Of those that have only one for whatever is wrong.
EXIT_CODES = {"plan": REFUSED, "verify": 1}


class Command(BaseCommand):
    help = (
        "Move the reference tables to the schema adm and the tutorial events to acted, "
        "without the loss of a row. "
        + "; ".join(f"{name}: {text}" for name, text in ACTIONS.items())
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, choices=tuple(connections))
        parser.add_argument("--json", action="store_true", help="print the facts as JSON")
        parser.add_argument("--deep", action="store_true", help="verify: read and sum up every row")
        parser.add_argument(
            "--on-both",
            choices=("stop", "merge"),
            default="stop",
            help="two copies that each have rows of their own: stop, or put them in one table",
        )
        parser.add_argument(
            "--compat-views", action="store_true", help="leave a view under each old name"
        )
        parser.add_argument(
            "--lock-timeout",
            type=_positive(int),
            default=LONGEST_WAIT_MS,
            metavar="MS",
            help="the longest that others wait for us in one go (%(default)s)",
        )
        parser.add_argument(
            "--deadline",
            type=_positive(float),
            default=DEADLINE_SECONDS,
            metavar="SECONDS",
            help="how long to go on trying for the locks (%(default)s)",
        )

    def handle(self, *_args: object, action: str, **options: Any) -> None:
        try:
            exit_code = self._run(action, _task(options), options)
        except MoveError as error:
            exit_code = EXIT_CODES.get(action, error.exit_code)
            if options["json"]:
                self._tell({"faults": error.faults, "exit_code": exit_code}, (), options)
            raise CommandError(str(error), returncode=exit_code) from error
        if exit_code:
            raise SystemExit(exit_code)

    def _run(self, action: str, task: Task, options: Mapping[str, Any]) -> int:
        if action == "plan":
            planned = plan(task)
            self._tell(planned.facts(), plan_lines(planned), options)
            return planned.exit_code
        if action == "verify":
            verified = verify(task, deep=options["deep"])
            self._tell(verified.facts(), verification_lines(verified), options)
            return verified.exit_code
        certificate = _change(action, task)
        self._tell(certificate.facts(), certificate_lines(certificate), options)
        return 0

    def _tell(
        self, facts: Mapping[str, Any], lines: Iterable[str], options: Mapping[str, Any]
    ) -> None:
        text: Iterator[str] | Iterable[str] = lines
        if options["json"]:
            text = (json.dumps(facts, default=str, ensure_ascii=False, indent=2),)
        for line in text:
            self.stdout.write(line)


def _positive[N: (int, float)](kind: Callable[[str], N]) -> Callable[[str], N]:
    """Return a reader of a number above 0: to PostgreSQL, a timeout of 0 is none at all."""

    def read(text: str) -> N:
        number = kind(text)
        if not number > 0:
            raise ArgumentTypeError(f"must be above 0, not {text}")
        return number

    return read


def _change(action: str, task: Task) -> Certificate:
    actions = {"apply": _apply, "revert": revert, "drop-views": drop_views}
    return actions[action](task)


def _apply(task: Task) -> Certificate:
    """Move the tables, and say what they held before and after."""
    before = read_contents(task)
    certificate = apply(task)
    if not certificate.tables:
        return certificate
    try:
        after = read_contents(task)
    except (Error, MoveError):
        # The tables are moved, which is what the exit code is about.
        after = ()
    return replace(certificate, before=before, after=after)


def _task(options: Mapping[str, Any]) -> Task:
    connection = connections[options["database"]]
    return Task(
        connection=connection,
        state=MigrationLoader(None).project_state(),
        merge=options["on_both"] == "merge",
        leaves_views=options["compat_views"],
        patience=Patience(wait_ms=options["lock_timeout"], deadline_seconds=options["deadline"]),
    )
