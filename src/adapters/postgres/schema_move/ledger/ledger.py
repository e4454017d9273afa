"""The ledger: one row per run, written in the transaction of the run, and never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.inspect.finding import find
from adapters.postgres.schema_move.preflight.requirements import creation_faults, schema_exists
from adapters.postgres.schema_move.tables import LEDGER

INSERT = f"INSERT INTO {LEDGER.quoted} (action, facts) VALUES (%s, %s::jsonb)"  # noqa: S608 - quoted
SELECT = f"SELECT id, moved_at, role, action, facts::text FROM {LEDGER.quoted} ORDER BY id"  # noqa: S608 - quoted
CREATE = f"""
    CREATE TABLE {LEDGER.quoted} (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        role text NOT NULL DEFAULT session_user,
        action text NOT NULL,
        facts jsonb NOT NULL
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`action` is "apply", "drop-views" or "revert"; `facts` is the certificate of the run."""

    id: int
    moved_at: datetime
    role: str
    action: str
    facts: dict[str, Any]


def has_ledger(cursor: CursorWrapper) -> bool:
    return bool(find(cursor, [LEDGER]))


def ensure_ledger(cursor: CursorWrapper) -> None:
    """Create the ledger in an existing schema; IF NOT EXISTS would always require CREATE."""
    if not has_ledger(cursor):
        cursor.execute(CREATE)


def prepare_ledger(cursor: CursorWrapper) -> None:
    """Create the ledger and its schema if the role may do so."""
    if not has_ledger(cursor) and not any(creation_faults(cursor, LEDGER.schema)):
        if not schema_exists(cursor, LEDGER.schema):
            cursor.execute(f"CREATE SCHEMA {quote(LEDGER.schema)}")
        ensure_ledger(cursor)


def write(cursor: CursorWrapper, action: str, facts: Mapping[str, Any]) -> None:
    cursor.execute(INSERT, [action, json.dumps(facts, default=str)])


def read(cursor: CursorWrapper) -> tuple[Entry, ...]:
    """Return the entries, the oldest first; () if there is no ledger."""
    if not has_ledger(cursor):
        return ()
    cursor.execute(SELECT)
    return tuple(
        Entry(id=number, moved_at=moved_at, role=role, action=action, facts=json.loads(facts))
        for number, moved_at, role, action, facts in cursor.fetchall()
    )
