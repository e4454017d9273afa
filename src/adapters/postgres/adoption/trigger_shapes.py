"""Expected triggers, and the existing ones."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

FOUND = """
    SELECT format('%I.%I', n.nspname, c.relname), t.tgname FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.tgenabled = 'A'
"""
# The transition tables of each kind of statement.
ROW_SETS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}
ROW_EVENTS = "INSERT OR UPDATE OR DELETE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger, described by SQL fragments.

    With `when`, it fires for each row for which that is true, otherwise once per statement.
    """

    table: str
    name: str
    events: str
    row_sets: str
    call: str
    when: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.table, self.name

    @property
    def creation(self) -> str:
        each = f"ROW WHEN ({self.when})" if self.when else "STATEMENT"
        return (
            f"CREATE OR REPLACE TRIGGER {self.name} AFTER {self.events} ON {self.table}"
            f" {self.row_sets} FOR EACH {each} EXECUTE FUNCTION {self.call};"
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name}"
        )


def found_triggers(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Return the tables and names of all triggers that are enabled as ALWAYS."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        return set(cursor.fetchall())
