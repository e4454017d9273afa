"""Dumps of databases of the previous system, if they exist beside the checkout."""

import gzip
import os
import subprocess
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from adapters.postgres import embedded
from config.environment import ROOT

PSQL = embedded.packaged_binaries() / "psql"
DUMPS = next(
    (
        found
        for folder in (ROOT.parent, ROOT.parent.parent)
        if (found := sorted((folder / "shared/data/legacy").glob("*.sql.gz")))
    ),
    [],
)


def load(dump: Path, connection: BaseDatabaseWrapper) -> None:
    """Load a dump into the empty database of the connection."""
    address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    subprocess.run(
        [PSQL, "-q", "-v", "ON_ERROR_STOP=1", address],
        input=gzip.decompress(dump.read_bytes()),
        capture_output=True,
        check=True,
    )
