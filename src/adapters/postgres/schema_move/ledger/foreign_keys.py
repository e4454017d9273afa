"""The foreign keys of other systems' tables to ours, as they were after a move."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.backends.utils import CursorWrapper

from adapters.postgres.adoption.shapes.comparison import UNSOUND
from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.copies.quarantine import QUARANTINE

# Without those of partitions, which belong to the partitioned table. Column numbers do not
# change when a column is renamed.
INBOUND = """
    SELECT format('%%I.%%I', n.nspname, c.relname), k.conname,
        format('%%I.%%I', tn.nspname, t.relname), pg_get_constraintdef(k.oid), k.conrelid::bigint,
        k.conkey::int[], k.confrelid::bigint, k.confkey::int[]
    FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname <> %(quarantine)s
        AND k.confrelid = ANY(%(targets)s) AND NOT k.conrelid = ANY(%(targets)s)
    ORDER BY 1, 2
"""
# Whether the columns still exist, and whether a constraint on the same columns is valid.
STATE = """
    SELECT (
        SELECT count(*) FROM pg_attribute a
        WHERE a.attrelid = %(table_oid)s AND a.attnum = ANY(%(columns)s) AND NOT a.attisdropped
    ) = cardinality(%(columns)s::int[]), EXISTS (
        SELECT FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid = %(table_oid)s AND k.confrelid = %(target_oid)s
            AND k.conkey::int[] = %(columns)s::int[]
            AND k.confkey::int[] = %(target_columns)s::int[]
            AND pg_get_constraintdef(k.oid) !~ ' NOT (VALID|ENFORCED)$'
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedForeignKey:
    """`table` and `target` are quoted SQL names; columns are numbers of the catalogue."""

    table: str
    name: str
    target: str
    definition: str
    table_oid: int
    columns: tuple[int, ...]
    target_oid: int
    target_columns: tuple[int, ...]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Read a foreign key from the JSON of a certificate."""
        columns, target_columns = tuple(facts["columns"]), tuple(facts["target_columns"])
        return cls(**{**facts, "columns": columns, "target_columns": target_columns})

    @property
    def key(self) -> tuple[object, ...]:
        return self.table_oid, self.columns, self.target_oid, self.target_columns


def inbound_foreign_keys(
    cursor: CursorWrapper, targets: Collection[int]
) -> tuple[RecordedForeignKey, ...]:
    """Return the valid foreign keys of other tables that refer to the tables with these oids."""
    # One query, because other sessions are waiting for the tables.
    cursor.execute(INBOUND, {"targets": list(targets), "quarantine": QUARANTINE})
    return tuple(
        RecordedForeignKey(
            table=table,
            name=name,
            target=target,
            definition=definition,
            table_oid=table_oid,
            columns=tuple(columns),
            target_oid=target_oid,
            target_columns=tuple(target_columns),
        )
        for table, name, target, definition, table_oid, columns, target_oid, target_columns in (
            cursor.fetchall()
        )
        if not definition.endswith(UNSOUND)
    )


def lost_foreign_keys(
    cursor: CursorWrapper, recorded: Iterable[RecordedForeignKey]
) -> Iterator[str]:
    """Yield a fault for each foreign key that is missing although its columns still exist."""
    for key in {key.key: key for key in recorded}.values():
        cursor.execute(
            STATE,
            {
                "table_oid": key.table_oid,
                "columns": list(key.columns),
                "target_oid": key.target_oid,
                "target_columns": list(key.target_columns),
            },
        )
        has_columns, holds = cursor.fetchone()
        if has_columns and not holds:
            yield (
                f"{key.table}: the foreign key {key.name} to {key.target} is missing or not valid: "
                f"ALTER TABLE {key.table} ADD CONSTRAINT {quote(key.name)} {key.definition};"
            )
