"""Triggers as they are wanted, and those that are there."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

FOUND = """
    SELECT format('%I.%I', n.nspname, c.relname), t.tgname FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.tgenabled = 'A'
"""
# Each kind of statement, with the names under which a function finds the rows it wrote.
ROW_SETS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}
# What happens to a single row.
ROW_EVENTS = "INSERT OR UPDATE OR DELETE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """`table`, `events`, `row_sets`, `call` and `when` are as SQL writes them.

    With `when` it fires for each row of which that is true, otherwise once for each statement.
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
    """Return the tables and names of all triggers that fire for every writer."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        return set(cursor.fetchall())
