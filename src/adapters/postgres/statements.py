"""Statements whose SQL is compiled once.

Django takes longer to compile a queryset than PostgreSQL takes to run it for a few rows. Therefore
`fetch(build, only)` caches the SQL by `build`, and inserts the ids when it runs. The naive
equivalent is to iterate over the queryset `build(only)`, which has the same rows.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cache
from itertools import batched
from typing import Any, Final, override

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from adapters.postgres.backend.names import quote

type Row = dict[str, Any]
# The ids of the rows to read, or their values of another unique column; None for all rows.
type Only = Collection[int] | Collection[str] | None

ROWS_AT_A_TIME = 2000
# A placeholder for the ids; Django would copy a list.
IDS: Final = frozenset({-1})


@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`id__any_of=ids`: like `in`, in SQL that is the same for any number of values."""

    lookup_name = "any_of"
    prepare_rhs = False

    @override
    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        kind = "text" if isinstance(self.lhs.output_field, CharField) else "bigint"
        return f"{column} = ANY(%s::{kind}[])", (*parameters, self.rhs)


def within[M: Model](found: QuerySet[M], path: str, only: Only) -> QuerySet[M]:
    """Filter the rows by the id at the end of the path."""
    return found if only is None else found.filter(**{f"{path}__any_of": only})


def of_active[M: Model](found: QuerySet[M], path: str, only: Only) -> QuerySet[M]:
    """Filter the rows by the store product at the end of the path: active ones, or those of `only`.

    The store products of `only` are known to be active.
    """
    if only is None:
        return found.filter(**{f"{path}__is_active": True})
    return within(found, f"{path}__id", only)


def fetch(
    build: Callable[..., QuerySet[Any, Any]], only: Only, *arguments: Hashable
) -> Iterator[tuple[Any, ...]]:
    """Run the statement of `build(only, *arguments)`, and yield its rows."""
    if only is not None and not only:
        return
    sql, parameters = _compiled(build, arguments, is_of_some=only is not None)
    ids = list(only or ())
    # A complete reading has too many rows to keep in memory at once.
    with connection.chunked_cursor() if only is None else connection.cursor() as cursor:
        cursor.execute(sql, [ids if value is IDS else value for value in parameters])
        while rows := cursor.fetchmany(ROWS_AT_A_TIME):
            yield from rows


@cache
def _compiled(
    build: Callable[..., QuerySet[Any, Any]], arguments: tuple[Hashable, ...], *, is_of_some: bool
) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = build(IDS if is_of_some else None, *arguments).query.sql_with_params()
    return sql, tuple(parameters)


def named(fields: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    names = tuple(fields)
    return (dict(zip(names, row, strict=True)) for row in rows)


def grouped[K, V](pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    """Insert rows into the table of a model, and return their ids in the same order."""
    table, names = model._meta.db_table, ", ".join(map(quote, columns))
    values = f"({', '.join(['%s'] * len(columns))})"
    ids: list[int] = []
    with connection.cursor() as cursor:
        for some in batched(rows, ROWS_AT_A_TIME, strict=False):
            every = ", ".join([values] * len(some))
            statement = f"INSERT INTO {table} ({names}) VALUES {every} RETURNING id"  # noqa: S608 (no values)
            parameters: list[Any] = [value for row in some for value in row]
            cursor.execute(statement, parameters)
            ids += [id_ for (id_,) in cursor.fetchall()]
    return ids


def update(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Change columns of rows of the table of a model; each row ends with its id."""
    changes = ", ".join(f"{quote(name)} = %s" for name in columns)
    statement = f"UPDATE {model._meta.db_table} SET {changes} WHERE id = %s"  # noqa: S608 (no values)
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(statement, rows[0])
        else:
            cursor.executemany(statement, rows)
