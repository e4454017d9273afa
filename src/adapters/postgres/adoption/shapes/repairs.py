"""Statements that add missing constraints and indexes to an adopted table, or rename them.

A constraint is only dropped if the same statement adds a stricter one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.postgres.adoption.shapes.comparison import is_twin, serves_as
from adapters.postgres.adoption.shapes.shape import Constraint, Index, Shape
from adapters.postgres.adoption.shapes.violations import violations_query
from adapters.postgres.backend.names import join, quote, split

DEFAULT, CONSTRAINT, FOREIGN_KEY, NAME = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A statement, and a query for the rows that violate the constraint that it adds.

    `order` sorts a foreign key after the unique constraint that it requires.
    """

    order: int
    sql: str
    addition: str
    violations: str | None = None


def repairs(db_table: str, *, expected: Shape, found: Shape) -> Iterator[Repair]:
    """Yield the repairs of a table without faults; all of them are optional."""
    bare = {column.name for column in found.columns if not column.fills_itself}
    for column in expected.columns:
        if column.default is not None and column.name in bare:
            change = f"ALTER {quote(column.name)} SET DEFAULT {column.default}"
            yield _alter(db_table, change, addition=column.name, order=DEFAULT)
    for constraint in expected.constraints:
        yield from _constraint(db_table, constraint, found)
    for index in expected.indexes:
        yield from _index(db_table, index, found)


def _constraint(db_table: str, wanted: Constraint, found: Shape) -> Iterator[Repair]:
    twins = [constraint for constraint in found.constraints if is_twin(constraint, wanted)]
    serving = [twin.name for twin in twins if serves_as(twin, wanted)]
    if wanted.name in serving or (wanted.kind == "n" and (not serving or _is_taken(wanted, found))):
        # A column without NOT NULL can be used too.
        return
    if serving:
        change = f"RENAME CONSTRAINT {quote(serving[0])} TO {quote(wanted.name)}"
        yield _alter(db_table, change, addition=wanted.name, order=NAME)
        return
    changes = [f"DROP CONSTRAINT {quote(twin.name)}" for twin in twins]
    changes.append(f"ADD CONSTRAINT {quote(wanted.name)} {wanted.definition}")
    yield _alter(
        db_table,
        ", ".join(changes),
        addition=f"{wanted.definition} ({wanted.name})",
        order=FOREIGN_KEY if wanted.kind == "f" else CONSTRAINT,
        violations=violations_query(db_table, wanted),
    )


def _is_taken(wanted: Constraint, found: Shape) -> bool:
    return any(constraint.name == wanted.name for constraint in found.constraints)


def _index(db_table: str, wanted: Index, found: Shape) -> Iterator[Repair]:
    equal = [index.name for index in found.indexes if index.definition == wanted.definition]
    if wanted.name in equal:
        return
    if equal:
        schema, _ = split(db_table)
        sql = f"ALTER INDEX {join(schema, equal[0])} RENAME TO {quote(wanted.name)}"
    else:
        create, using = wanted.definition.split(" USING ", 1)
        sql = f"{create} {quote(wanted.name)} ON {db_table} USING {using}"
    yield Repair(order=NAME, sql=sql, addition=wanted.name)


def _alter(
    db_table: str, change: str, *, addition: str, order: int, violations: str | None = None
) -> Repair:
    sql = f"ALTER TABLE {db_table} {change}"
    return Repair(order=order, sql=sql, addition=addition, violations=violations)
