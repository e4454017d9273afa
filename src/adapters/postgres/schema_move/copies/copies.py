"""Compares two copies of a table."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.copies.clashes import Search, find_clashes
from adapters.postgres.schema_move.copies.comparison import Comparison
from adapters.postgres.schema_move.copies.differences import differences, differing_columns
from adapters.postgres.schema_move.copies.resolution import Resolution, resolve
from adapters.postgres.schema_move.copies.shapes import CopyShape, Key, read_copy
from adapters.postgres.schema_move.inspect.attachments import attached_to, publications_lost
from adapters.postgres.schema_move.inspect.checksums import pinned
from adapters.postgres.schema_move.names import Name

__all__ = ["Comparison", "Resolution", "compare", "resolve"]

ID = Key(("id",))


def compare(
    cursor: CursorWrapper,
    kept: Name,
    other: Name,
    *,
    keys: Collection[Collection[str]] = (),
    natural_key: Collection[str] = (),
) -> Comparison:
    """Compare two copies row by row; both should be locked. Changes nothing.

    `kept` is the copy to keep if the contents do not decide. A column `id` and each of `keys` is
    treated as a key, even if the tables have no such constraint. Messages about clashing rows
    include the values of `natural_key`. Takes some seconds for a million rows.
    """
    with pinned(cursor):
        shapes = {name: read_copy(cursor, name) for name in (kept, other)}
        differing = tuple(differing_columns(shapes))
        columns = tuple(sorted(shapes[kept].columns.keys() & shapes[other].columns.keys()))
        found = differences(cursor, kept, other, columns)
        comparison = Comparison(
            kind="conflict" if differing else found.kind,
            kept=kept,
            other=other,
            winner=kept,
            columns=columns,
            differing_columns=differing,
            **found._asdict(),
        )
        expected = [_key(cursor, key) for key in keys if {*key} <= {*columns}]
        if differing:
            return comparison
        return _judge(cursor, comparison, shapes, expected, natural_key)


def _judge(
    cursor: CursorWrapper,
    comparison: Comparison,
    shapes: Mapping[Name, CopyShape],
    expected: Collection[Key],
    natural_key: Collection[str],
) -> Comparison:
    primary = [shape.primary for shape in shapes.values() if shape.primary]
    count, clashes = find_clashes(
        cursor,
        list(_searches(comparison, shapes, expected)),
        columns=comparison.columns,
        row_id=primary[0] if primary else ID.expressions if "id" in comparison.columns else (),
        natural_key=natural_key,
    )
    if clashes:
        return replace(comparison, kind="conflict", clashes=clashes, clash_count=count)
    decided = replace(comparison, winner=_winner(cursor, comparison, shapes))
    lost = publications_lost(cursor, loser=decided.loser, winner=decided.winner)
    behind = attached_to(cursor, decided.loser)
    return replace(decided, publications=lost, left_behind=behind)


def _searches(
    comparison: Comparison, shapes: Mapping[Name, CopyShape], expected: Collection[Key]
) -> Iterator[Search]:
    """Yield the searches for rows that would violate a key after a merge."""
    kept, other = comparison.kept, comparison.other
    if comparison.needs_merge:
        own = [ID] if "id" in comparison.columns else []
        keys = dict.fromkeys([*shapes[kept].keys, *shapes[other].keys, *own, *expected])
        yield from (Search(first=kept, second=other, key=key) for key in keys)
    for table, rival in ((kept, other), (other, kept)):
        for key in shapes[rival].keys:
            if key not in shapes[table].keys:
                yield Search(first=table, second=table, key=key)


def _key(cursor: CursorWrapper, columns: Collection[str]) -> Key:
    """Return a key in the notation of the catalogue, which quotes only where necessary."""
    cursor.execute("SELECT array_agg(quote_ident(name)) FROM unnest(%s::text[]) name", [[*columns]])
    return Key(tuple(cursor.fetchone()[0]))


def _winner(
    cursor: CursorWrapper, comparison: Comparison, shapes: Mapping[Name, CopyShape]
) -> Name:
    kept, other = comparison.kept, comparison.other
    if comparison.kind in {"one_empty", "subset"}:
        return kept if comparison.only_in_kept else other
    ours, theirs = shapes[kept].demands.keys(), shapes[other].demands.keys()
    if ours != theirs:
        return other if theirs > ours else kept
    # If they are equal, keep the one that is in use.
    return other if len(attached_to(cursor, other)) > len(attached_to(cursor, kept)) else kept
