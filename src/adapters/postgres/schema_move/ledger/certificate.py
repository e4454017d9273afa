"""What a run did, as it is told, printed as JSON and kept in the ledger."""

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
    """A table that was moved or renamed, or that stands for two now.

    `inventory` was equal before and after. Of two copies, the other one is in `resolution`.
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
    """`lock_ms` is how long the others could not get at the tables, COMMIT included.

    In the ledger, which is written before COMMIT, it is how long they could not until then.
    `foreign_keys` are those of other systems' tables that refer to ours, as they are afterwards.
    `before` and `after` are what the tables contained, read outside the lock; the ledger has
    neither.
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
        """Return all of it in types that JSON has."""
        return asdict(self)


def empty_certificate(cursor: CursorWrapper, action: Action) -> Certificate:
    """Return a certificate of nothing done yet, on this database and server."""
    cursor.execute(
        "SELECT current_database(), current_setting('server_version'), session_user,"
        " clock_timestamp()"
    )
    database, server, role, started_at = cursor.fetchone()
    return Certificate(
        action=action, database=database, server=server, role=role, started_at=started_at
    )
