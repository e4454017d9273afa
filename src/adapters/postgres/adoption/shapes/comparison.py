"""Compares the constraints of a table with the expected ones."""

import re

from adapters.postgres.adoption.shapes.shape import Constraint

# The options at the end of a definition.
OPTIONS = re.compile(
    r"( MATCH FULL| ON UPDATE [A-Z ]+?| ON DELETE [A-Z ]+?| (NOT )?DEFERRABLE"
    r"| INITIALLY (DEFERRED|IMMEDIATE)| NOT VALID| NOT ENFORCED)+$"
)
UNSOUND = (" NOT VALID", " NOT ENFORCED")


def serves_as(actual: Constraint, wanted: Constraint) -> bool:
    """Whether a constraint needs no replacement, though it may need another name."""
    if actual.definition == wanted.definition:
        return True
    # The ON DELETE and ON UPDATE rules of another system's foreign key are kept.
    own_rule = " ON " in actual.definition and " ON " not in wanted.definition
    is_kept = actual.kind == "f" and own_rule and not actual.definition.endswith(UNSOUND)
    return is_kept and is_twin(actual, wanted)


def is_twin(actual: Constraint, wanted: Constraint) -> bool:
    """Whether two constraints differ at most in their names and options."""
    return OPTIONS.sub("", actual.definition) == OPTIONS.sub("", wanted.definition)
