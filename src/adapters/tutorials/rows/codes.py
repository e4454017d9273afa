"""Finds stored codes that look the same as given codes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from adapters.tutorials.rows.locks import CODES, lock_writers
from domain.tutorials.codes import code_key

BUSY = "Other new events are being stored, and that takes long. Try again in a moment."
# Both conditions have an index (migration 0008). The keys of all other codes are computed here:
# PostgreSQL can neither fold case nor remove invisible characters as Python does.
LIKE = """
    SELECT code FROM acted.tutorial_events WHERE lower(code COLLATE "C") = ANY (%s)
    UNION
    SELECT code FROM acted.tutorial_events WHERE code ~ '^ | $|  |[^ -~]' COLLATE "C"
"""
OLDEST_FIRST = "SELECT code FROM acted.tutorial_events WHERE code = ANY (%s) ORDER BY id"


def codes_like(codes: Iterable[str], *, locked: bool) -> Mapping[str, Sequence[str]]:
    """Return the stored codes that look the same as given ones; see `TutorialRepository`."""
    keys = {code: code_key(code) for code in codes}
    if not keys:
        return {}
    if locked:
        lock_writers(CODES, BUSY)
    wanted = set(keys.values())
    found = [code for code in _codes(LIKE, wanted) if code_key(code) in wanted]
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for code in _codes(OLDEST_FIRST, found) if len(found) > 1 else found:
        by_key[code_key(code)].append(code)
    return {code: by_key[key] for code, key in keys.items() if key in by_key}


def _codes(statement: str, values: Iterable[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values)])
        return [code for (code,) in cursor.fetchall()]
