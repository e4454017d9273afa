"""What keeps a table that is there from being adopted."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from adapters.postgres.adoption.shapes import Column, Constraint, Shape

# What may follow the part of a definition that says what a constraint is about.
MANNER = re.compile(
    r"( MATCH FULL| ON UPDATE [A-Z ]+?| ON DELETE [A-Z ]+?| (NOT )?DEFERRABLE"
    r"| INITIALLY (DEFERRED|IMMEDIATE)| NOT VALID| NOT ENFORCED)+$"
)
UNSOUND = (" NOT VALID", " NOT ENFORCED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """What an older base may have otherwise.

    `absent` are the columns that it may lack, and that are then added; `types` are, by column,
    the types that serve as well as the expected one.
    """

    absent: Collection[str] = ()
    types: Mapping[str, Collection[str]] = field(default_factory=dict)


def faults(*, expected: Shape, found: Shape, tolerance: Tolerance) -> Iterator[str]:
    """Say what differs that we may not change, each with what was expected and what found."""
    yield from _column_faults(expected, found, tolerance)
    for wanted in expected.constraints:
        for actual in found.constraints:
            if _are_rivals(actual, wanted) and not is_twin(actual, wanted):
                yield (
                    f": expected {wanted.definition} as {wanted.name}, "
                    f"found {actual.definition} as {actual.name}"
                )


def serves_as(actual: Constraint, wanted: Constraint) -> bool:
    """Whether a constraint needs no replacement, though it may need another name."""
    if actual.definition == wanted.definition:
        return True
    # What another system's foreign key does when its target goes is that system's rule.
    own_rule = " ON " in actual.definition and " ON " not in wanted.definition
    is_kept = actual.kind == "f" and own_rule and not actual.definition.endswith(UNSOUND)
    return is_kept and is_twin(actual, wanted)


def is_twin(actual: Constraint, wanted: Constraint) -> bool:
    """Whether two constraints are about the same, be it in another manner."""
    return MANNER.sub("", actual.definition) == MANNER.sub("", wanted.definition)


def _are_rivals(actual: Constraint, wanted: Constraint) -> bool:
    """Whether a table can have only one of two constraints."""
    if wanted.kind == "n":
        # Named after what the column may have been called before; nobody asks for the name.
        return False
    return actual.name == wanted.name or actual.kind == wanted.kind == "p"


def _column_faults(expected: Shape, found: Shape, tolerance: Tolerance) -> Iterator[str]:
    present = {column.name: column for column in found.columns}
    for wanted in expected.columns:
        actual = present.pop(wanted.name, None)
        if actual is None:
            if wanted.name not in tolerance.absent:
                yield f".{wanted.name}: expected {wanted}, found no such column"
        elif not _is_as_good(actual, wanted, tolerance.types.get(wanted.name, ())):
            yield f".{wanted.name}: expected {wanted}, found {actual}"
    for extra in present.values():
        if extra.not_null and not extra.fills_itself:
            yield f".{extra.name}: expected no column that every INSERT must name, found {extra}"


def _is_as_good(actual: Column, wanted: Column, other_types: Collection[str]) -> bool:
    if actual.type in other_types:
        wanted = replace(wanted, type=actual.type)
    # A default is its owner's affair: a missing one is added, another one is left.
    return replace(actual, default=None) == replace(wanted, default=None)
