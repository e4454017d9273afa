"""A database that has been migrated by a newer release than this one."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

# Recorded by the previous system; its migrations are not ours, but its tables are.
FORMERLY = {
    (app, name)
    for app in ("administrate", "tutorials")
    for name in (
        "0001_initial",
        "0002_alter_customfield_external_id",
        "0002_migrate_to_acted_schema",
        "0003_migrate_to_adm_schema",
        "0003_tutorialsessions",
    )
}
MISSING_GRANT = """
    SELECT format('GRANT SELECT ON %s TO %I', oid::regclass, current_user) FROM pg_class
    WHERE oid = to_regclass('django_migrations') AND NOT has_table_privilege(oid, 'SELECT')
"""


def unknown_migrations(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return the recorded migrations of our applications that this release does not have."""
    loader = MigrationLoader(connection)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    known = {*loader.disk_migrations, *replaced, *FORMERLY}
    return tuple(
        f"{app}.{name}"
        for app, name in sorted(loader.applied_migrations)
        if app in loader.migrated_apps and (app, name) not in known
    )


def history_faults(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Say that the database is ahead of the code, or that nobody may know, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(MISSING_GRANT)
        if grants := cursor.fetchall():
            return tuple(f"the history is closed to the role: {grant};" for (grant,) in grants)
    unknown = unknown_migrations(connection)
    if not unknown:
        return ()
    names = ", ".join(unknown)
    return (f"the database is ahead of this release: install the one that knows {names}",)
