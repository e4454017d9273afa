"""Runs the installed pg_dump and pg_restore on the database of the settings."""

import os
import shutil
import subprocess
from pathlib import Path

from django.core.management.base import CommandError
from psycopg.pq import Conninfo

from config.environment import environment


def run_tool(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the database of DATABASE_URL.

    Raises:
        CommandError: if it is not installed, or fails; with its output.

    """
    path = shutil.which(program)
    if path is None:
        raise CommandError(
            f"{program} is not installed. On Debian, install the package postgresql-client."
        )
    done = subprocess.run(  # noqa: S603 (the program of the machine, without a shell)
        [path, *arguments],
        env={**os.environ, **connection_variables()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip()}")


def connection_variables() -> dict[str, str]:
    """Return the connection as environment variables: arguments are visible to all users."""
    known = {
        option.keyword.decode(): option.envvar.decode()
        for option in Conninfo.get_defaults()
        if option.envvar
    }
    return {known[name]: value for name, value in environment().database().items() if name in known}


def private_file(file: Path) -> Path:
    """Create an empty file that only its owner can read, in the folder of the final file."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    return unfinished
