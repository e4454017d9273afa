"""`backup FILE`: write a copy of the whole database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.environment import environment
from config.management.postgres_tools import private_file, run_tool
from config.metrics.backups import record_backup


class Command(BaseCommand):
    help = (
        "Write a copy of the whole database to FILE, with pg_dump. Readers and writers are not "
        "blocked. The file is created when it is complete; only its owner can read it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: object, file: Path, **_options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already. Choose another name.")
        try:
            unfinished = private_file(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        try:
            run_tool("pg_dump", "--format=custom", f"--file={unfinished}")
            # Reads the table of contents: an incomplete file is no backup.
            run_tool("pg_restore", "--list", "--file=/dev/null", str(unfinished))
            unfinished.rename(file)
        finally:
            unfinished.unlink(missing_ok=True)
        record_backup(environment().metrics_directory, size=file.stat().st_size)
        self.stdout.write(f"Wrote {file} ({file.stat().st_size:,} bytes).")
