"""`catalogue rebuild | verify`: rebuild the search index, or check the change log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from adapters.catalogue.changes.log_pruning import ask_for_rebuild
from adapters.catalogue.feed.verification import verify


class Command(BaseCommand):
    help = (
        "rebuild: make every process read the whole catalogue again, at its next request or "
        "within a second. verify: check that every write to the catalogue is logged, and compare "
        "the numbers of stored and shown records. If a check fails, verify explains what to do "
        "and exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("rebuild", "verify"))

    def handle(self, *_args: object, action: str, **_options: Any) -> None:
        if action == "rebuild":
            ask_for_rebuild()
            self.stdout.write("Every process will read the whole catalogue again.")
            return
        report = verify()
        for line in report.facts:
            self.stdout.write(line)
        if report.problems:
            raise CommandError("\n".join(report.problems))
        self.stdout.write(self.style.SUCCESS("Every write to the catalogue is logged."))
