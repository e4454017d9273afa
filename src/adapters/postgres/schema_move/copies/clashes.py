"""Finds rows that cannot be in the same table: they have the same key but different contents."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.copies.comparison import Clash
from adapters.postgres.schema_move.copies.shapes import Key
from adapters.postgres.schema_move.inspect.checksums import row_text
from adapters.postgres.schema_move.names import Name

MOST_NAMED = 20
# Each pair is reported once, for the first of its keys.
CLASHES = """
    SELECT count(*) OVER (), search, value, first_row, first_cells, second_row, second_cells
    FROM (
        SELECT DISTINCT ON (first_place, second_place) * FROM ({pairs}) every
        ORDER BY first_place, second_place, search
    ) pairs
    ORDER BY search, length(first_row), first_row, length(second_row), second_row LIMIT {most}
"""
PAIRS = """
    SELECT {search} AS search, concat_ws(', ', {shown}) AS value,
        x.row_id AS first_row, y.row_id AS second_row,
        x.cells AS first_cells, y.cells AS second_cells,
        x.place AS first_place, y.place AS second_place
    FROM {first} x JOIN {second} y ON {same_key} AND {apart}
"""
ROWS = """(
    SELECT (tableoid, ctid)::text AS place, {text} AS content,
        concat_ws(', ', {row_id}) AS row_id, ARRAY[{cells}] AS cells, {values}
    FROM {table} WHERE {predicate}
)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search for rows with the same key in two tables, or twice in one table."""

    first: Name
    second: Name
    key: Key

    def sql(self, number: int, columns: Collection[str], row_id: Collection[str]) -> str:
        values = [f"value_{n}" for n in range(len(self.key.expressions))]
        equal = "IS NOT DISTINCT FROM" if self.key.nulls_equal else "="
        alone = self.first == self.second
        return PAIRS.format(
            search=number,
            shown=", ".join(f"x.{value}::text" for value in values),
            first=self._rows(self.first, columns, row_id),
            second=self._rows(self.second, columns, row_id),
            same_key=" AND ".join(f"x.{value} {equal} y.{value}" for value in values),
            apart="x.place < y.place" if alone else "x.content <> y.content",
        )

    def _rows(self, table: Name, columns: Collection[str], row_id: Collection[str]) -> str:
        keys = self.key.expressions
        return ROWS.format(
            text=row_text(columns),
            row_id=", ".join(f"({expression})::text" for expression in row_id or keys),
            cells=", ".join(f"{quote(column)}::text" for column in columns),
            values=", ".join(f"({key}) AS value_{n}" for n, key in enumerate(keys)),
            table=table.quoted,
            predicate=self.key.predicate,
        )


def find_clashes(
    cursor: CursorWrapper,
    searches: Collection[Search],
    *,
    columns: Collection[str],
    row_id: Collection[str],
    natural_key: Collection[str] = (),
) -> tuple[int, tuple[Clash, ...]]:
    """Return the number of clashing pairs of rows, and the first pairs.

    `row_id` are the expressions that identify a row; if empty, its key identifies it.
    `natural_key` are the columns by which people identify a row; those that are not in `columns`
    are ignored.
    """
    if not searches:
        return 0, ()
    pairs = " UNION ALL ".join(s.sql(n, columns, row_id) for n, s in enumerate(searches))
    cursor.execute(CLASHES.format(pairs=pairs, most=MOST_NAMED))
    rows = cursor.fetchall()
    return (rows[0][0] if rows else 0), tuple(_clashes(list(searches), rows, columns, natural_key))


def _clashes(
    searches: Sequence[Search],
    rows: Iterable[tuple[Any, ...]],
    columns: Collection[str],
    natural_key: Collection[str],
) -> Iterator[Clash]:
    for _, number, value, first_row, first_cells, second_row, second_cells in rows:
        search = searches[number]
        first = dict(zip(columns, first_cells, strict=True))
        second = dict(zip(columns, second_cells, strict=True))
        yield Clash(
            key=str(search.key),
            value=value,
            first=search.first,
            first_row=first_row,
            second=search.second,
            second_row=second_row,
            differing=tuple(column for column in columns if first[column] != second[column]),
            first_names={name: first[name] for name in natural_key if name in first},
            second_names={name: second[name] for name in natural_key if name in second},
        )
