"""`restore FILE`: read a backup into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.management.postgres_tools import run_tool

TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables
    WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema' ORDER BY 1 LIMIT 3
"""


class Command(BaseCommand):
    help = (
        "Read a file of `backup` into the empty database of DATABASE_URL, migrate it to this "
        "release, and check that every write is logged. If it fails, the database stays empty."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: object, file: Path, **_options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        _refuse_unless_empty()
        # The restoring role becomes the owner, because roles are not part of a backup.
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        run_tool("pg_restore", *options, f"--dbname={_name()}", str(file))
        self.stdout.write(f"Restored {file}.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("catalogue", "verify", stdout=self.stdout)


def _refuse_unless_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        found = [name for (name,) in cursor.fetchall()]
    connection.close()
    if found:
        raise CommandError(
            f"The database is not empty: it has the table {found[0]}. Nothing was changed. "
            "Restore into a new database (createdb), and set DATABASE_URL to it."
        )


def _name() -> str:
    return str(connection.settings_dict["NAME"])
