"""How two copies of a table differ, and what prevents a merge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from adapters.postgres.schema_move.names import Name

type Kind = Literal["identical", "one_empty", "subset", "disjoint", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two rows with the same key and different contents; `key` and `value` are for messages.

    `first_row` and `second_row` are the rows' primary keys as text; `first_names` and
    `second_names` are the values of the natural key by column; `differing` are the columns in
    which the rows differ.
    """

    key: str
    value: str
    first: Name
    first_row: str
    second: Name
    second_row: str
    differing: tuple[str, ...]
    first_names: Mapping[str, str | None] = field(default_factory=dict)
    second_names: Mapping[str, str | None] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{self.key} = {self.value} "
            f"(row {self.first_row} of {self.first}{_named(self.first_names)}, "
            f"row {self.second_row} of {self.second}{_named(self.second_names)}: "
            f"{', '.join(self.differing)})"
        )


def _named(values: Mapping[str, str | None]) -> str:
    named = (f"{c} {'NULL' if v is None else repr(v)}" for c, v in values.items())
    return f" with {', '.join(named)}" if values else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The result of comparing two copies of a table; rows are equal if their texts are.

    `identical`: both have the same rows, or none. `one_empty` and `subset`: one copy has all rows
    of the other. `disjoint`: each has rows that the other lacks, and no key prevents a merge.
    `conflict`: different columns, or rows that clash.

    `winner` is the copy to keep: the one with all rows or, if both have them, the one with all
    constraints; in a conflict it is `kept`. `loser` is the copy to put aside. `clashes` are the
    first of `clash_count`. `publications` include the loser but not the winner. `left_behind`
    continues to read the loser: views, triggers, policies.
    """

    kind: Kind
    kept: Name
    other: Name
    winner: Name
    kept_count: int
    other_count: int
    only_in_kept: int
    only_in_other: int
    columns: tuple[str, ...]
    differing_columns: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    clash_count: int = 0
    publications: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = ()

    @property
    def loser(self) -> Name:
        return self.other if self.winner == self.kept else self.kept

    @property
    def needs_merge(self) -> bool:
        return self.kind == "disjoint"

    def refusals(self, *, target: Name, merge: bool) -> tuple[str, ...]:
        """Return the reasons why the copies cannot become one table at the target."""
        return tuple(self._refusals(target=target, merge=merge))

    def _refusals(self, *, target: Name, merge: bool) -> Iterator[str]:
        both = f"{self.kept} ({self.kept_count} rows) and {self.other} ({self.other_count} rows)"
        if target not in (self.kept, self.other):
            yield f"{both} are both at old places of {target}"
        if self.differing_columns:
            yield (
                f"{both} have different columns: {'; '.join(self.differing_columns)}. "
                f"Decide which is right, and move the other to another schema: {self._put_aside()}"
            )
        if self.clashes:
            more = self.clash_count - len(self.clashes)
            named = "; ".join(map(str, self.clashes)) + (f"; and {more} more" if more else "")
            yield (
                f"{both} have rows with the same key and different contents: {named}. "
                f"Make the rows equal, or decide which table is right and move the other to "
                f"another schema: {self._put_aside()}"
            )
        if self.needs_merge and not merge:
            yield f"{both} each have rows of their own: to merge them, use --on-both merge"
        for publication in self.publications:
            yield (
                f"the publication {publication} publishes {self.loser}, which would be put aside: "
                f"ALTER PUBLICATION {publication} ADD TABLE {self.winner.quoted};"
            )

    def _put_aside(self) -> str:
        """Return the statements; a RENAME would not free the names of the indexes."""
        fewer = self.kept if self.kept_count < self.other_count else self.other
        return f"CREATE SCHEMA IF NOT EXISTS aside; ALTER TABLE {fewer.quoted} SET SCHEMA aside;"
