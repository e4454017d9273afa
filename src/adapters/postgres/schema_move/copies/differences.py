"""Counts the rows, and finds the columns, in which two copies of a table differ."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.copies.comparison import Kind
from adapters.postgres.schema_move.copies.shapes import CopyShape
from adapters.postgres.schema_move.inspect.checksums import row_text
from adapters.postgres.schema_move.names import Name

DIFFERENCES = """
    WITH kept AS MATERIALIZED (SELECT {text} FROM {kept}),
        other AS MATERIALIZED (SELECT {text} FROM {other})
    SELECT (SELECT count(*) FROM kept), (SELECT count(*) FROM other),
        (SELECT count(*) FROM (TABLE kept EXCEPT ALL TABLE other) only_in_kept),
        (SELECT count(*) FROM (TABLE other EXCEPT ALL TABLE kept) only_in_other)
"""


class Differences(NamedTuple):
    kept_count: int
    other_count: int
    only_in_kept: int
    only_in_other: int

    @property
    def kind(self) -> Kind:
        if not self.only_in_kept and not self.only_in_other:
            return "identical"
        if not self.kept_count or not self.other_count:
            return "one_empty"
        return "disjoint" if self.only_in_kept and self.only_in_other else "subset"


def differing_columns(shapes: Mapping[Name, CopyShape]) -> Iterator[str]:
    (kept, ours), (other, theirs) = ((name, shape.columns) for name, shape in shapes.items())
    for column in sorted(ours.keys() | theirs.keys()):
        mine, its = ours.get(column, "missing"), theirs.get(column, "missing")
        if mine != its:
            yield f"{column} is {mine} in {kept} and {its} in {other}"


def differences(
    cursor: CursorWrapper, kept: Name, other: Name, columns: Collection[str]
) -> Differences:
    text = row_text(columns)
    cursor.execute(DIFFERENCES.format(text=text, kept=kept.quoted, other=other.quoted))
    return Differences(*cursor.fetchone())
