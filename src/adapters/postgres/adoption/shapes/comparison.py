"""When a constraint that a table has is the one that is wanted."""

import re

from adapters.postgres.adoption.shapes.shape import Constraint

# What may follow the part of a definition that says what a constraint is about.
MANNER = re.compile(
    r"( MATCH FULL| ON UPDATE [A-Z ]+?| ON DELETE [A-Z ]+?| (NOT )?DEFERRABLE"
    r"| INITIALLY (DEFERRED|IMMEDIATE)| NOT VALID| NOT ENFORCED)+$"
)
UNSOUND = (" NOT VALID", " NOT ENFORCED")


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
