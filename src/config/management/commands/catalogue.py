"""`catalogue rebuild | verify`: have the catalogue in memory read anew, or check what keeps it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from adapters.catalogue.changes.log_pruning import ask_for_rebuild
from adapters.catalogue.feed.verification import verify


class Command(BaseCommand):
    help = (
        "rebuild: every process reads the whole catalogue anew, at its next request or within a "
        "second. verify: check that every write to the catalogue is logged, and count what is "
        "stored and shown; exit 1, and say what to do, where it is not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("rebuild", "verify"))

    def handle(self, *_args: object, action: str, **_options: Any) -> None:
        if action == "rebuild":
            ask_for_rebuild()
            self.stdout.write("Every process reads the catalogue anew.")
            return
        report = verify()
        for line in report.facts:
            self.stdout.write(line)
        if report.problems:
            raise CommandError("\n".join(report.problems))
        self.stdout.write(self.style.SUCCESS("Every write to the catalogue is followed."))
