"""The limits of stored values, and the rule of a line of text."""

from domain.text import line_fault

LONGEST_TEXT, LONGEST_URL, LONGEST_CODE, LONGEST_REASON = 255, 500, 100, 500
# PostgreSQL's integer, the type of `sequence` and `remain_space`.
LARGEST_INTEGER = 2**31 - 1


def line_rule(entity: object, name: str, longest: int = LONGEST_TEXT) -> tuple[bool, str, str]:
    fault = line_fault(getattr(entity, name), longest=longest)
    return not fault, name, fault
