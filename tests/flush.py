"""A faster flush after each transactional test.

Django truncates every table, and then creates the content types and permissions again, which takes
longer than most of the tests do.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

# The receivers of post_migrate fill them. Hardly a test changes them.
KEPT = {"django_content_type", "auth_permission"}
# Whether they are as the migrations leave them: each type has at least four permissions.
COMPLETE = """
    SELECT count(*) > 0 AND 4 * count(*) <= (SELECT count(*) FROM auth_permission)
    FROM django_content_type
"""
# A table that was truncated, or never filled, has no pages.
FILLED = """
    SELECT DISTINCT name FROM unnest(%s::text[]) AS name
    WHERE pg_relation_size(to_regclass(name)) > 0
"""
_of_django = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def install() -> None:
    """Use this flush for the tests of pytest, but not for the test cases that a test defines."""
    TransactionTestCase._fixture_teardown = _flush  # type: ignore[attr-defined]


def _flush(case: TransactionTestCase) -> None:
    if type(case).__name__ != "PytestDjangoTestCase":
        _of_django(case)
        return
    for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        if not _truncate(connections[alias]):
            _of_django(case)


def _truncate(connection: BaseDatabaseWrapper) -> bool:
    """Truncate the tables; return whether those that are not truncated are complete."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(name) for name in tables if name not in KEPT]
    with connection.cursor() as cursor:
        cursor.execute(FILLED, [quoted])
        filled = ", ".join(name for (name,) in cursor.fetchall())
        if filled:
            cursor.execute(f"TRUNCATE {filled} CASCADE")
        cursor.execute(COMPLETE)
        return bool(cursor.fetchone()[0])
