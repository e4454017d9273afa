"""Checks whether the role may read the migration history; its contents decide nothing."""

from django.db.backends.utils import CursorWrapper

MISSING_GRANT = """
    SELECT format('GRANT SELECT ON %s TO %I', oid::regclass, current_user) FROM pg_class
    WHERE oid = to_regclass('django_migrations') AND NOT has_table_privilege(oid, 'SELECT')
"""


def history_faults(cursor: CursorWrapper) -> tuple[str, ...]:
    cursor.execute(MISSING_GRANT)
    grants = [grant for (grant,) in cursor.fetchall()]
    return tuple(f"the role cannot read the migration history: {grant};" for grant in grants)
