"""The certificate of a run: printed as text or JSON, and stored in the ledger."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.copies.copies import Comparison, Resolution
from adapters.postgres.schema_move.inspect.inventory import Inventory
from adapters.postgres.schema_move.inspect.renames import Rename
from adapters.postgres.schema_move.ledger.contents import Contents
from adapters.postgres.schema_move.ledger.foreign_keys import RecordedForeignKey
from adapters.postgres.schema_move.names import Name

type Action = Literal["apply", "revert", "drop-views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTable:
    """A table that was moved or renamed, or that was made of two copies.

    `inventory` was the same before and after. `resolution` describes the other copy.
    """

    source: Name
    target: Name
    renames: tuple[Rename, ...]
    inventory: Inventory
    comparison: Comparison | None = None
    resolution: Resolution | None = None

    @property
    def is_moved(self) -> bool:
        return self.source != self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """`lock_ms` is how long the tables were locked, in milliseconds, including COMMIT.

    The ledger is written before COMMIT, so its value does not include it. `foreign_keys` are
    those of other systems' tables that refer to ours, after the move. `before` and `after` are
    the contents of the tables, read outside the lock; they are not in the ledger.
    """

    action: Action
    database: str
    server: str
    role: str
    started_at: datetime
    tables: tuple[MovedTable, ...] = ()
    grants: tuple[str, ...] = ()
    views: tuple[Name, ...] = ()
    foreign_keys: tuple[RecordedForeignKey, ...] = ()
    lock_ms: float = 0.0
    before: tuple[Contents, ...] = ()
    after: tuple[Contents, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return the certificate as JSON types."""
        return asdict(self)


def empty_certificate(cursor: CursorWrapper, action: Action) -> Certificate:
    """Return a certificate without changes for this database and server."""
    cursor.execute(
        "SELECT current_database(), current_setting('server_version'), session_user,"
        " clock_timestamp()"
    )
    database, server, role, started_at = cursor.fetchone()
    return Certificate(
        action=action, database=database, server=server, role=role, started_at=started_at
    )
