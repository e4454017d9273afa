"""The migration operations that create triggers."""

from collections.abc import Collection, Mapping, Sequence
from typing import override

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.postgres.adoption.errors import AdoptionError
from adapters.postgres.adoption.trigger_shapes import (
    ROW_EVENTS,
    ROW_SETS,
    Trigger,
    found_triggers,
)
from adapters.postgres.locks import with_short_locks
from adapters.postgres.operations import RepeatedOperation

# The first blocks writers but not readers. It is enough to create a trigger, not to drop one.
CREATING, DROPPING = "SHARE ROW EXCLUSIVE", "ACCESS EXCLUSIVE"


class EnsureTriggers(RepeatedOperation):
    """Create a trigger on tables that calls a function after each statement that writes to them.

    `tables` and `function` are SQL names with schemas. The trigger also fires if
    `session_replication_role` is `replica`. Tables that already have it, or that have triggers
    named `replaced_by`, are not locked. The reverse operation drops the triggers.

    Raises:
        TablesInUseError: if other sessions hold locks on a table until the deadline.

    """

    def __init__(
        self, name: str, *, tables: Sequence[str], function: str, replaced_by: str | None = None
    ) -> None:
        self.name, self.replaced_by = name, replaced_by
        self.replaced: tuple[Trigger, ...] = ()
        events = " OR ".join(ROW_SETS)
        self.triggers = tuple(
            Trigger(table=table, name=name, events=events, row_sets="", call=function)
            for table in tables
        )

    @override
    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        found = found_triggers(connection)
        newer = {table for table, name in found if self.replaced_by == name.split("_")[0]}
        wanted = [trigger for trigger in self.triggers if trigger.table not in newer]
        _change(connection, found, wanted, surplus=self.replaced)

    @override
    def undo(self, connection: BaseDatabaseWrapper) -> None:
        _change(connection, found_triggers(connection), self.replaced, surplus=self.triggers)

    @property
    def summary(self) -> str:
        return f"Create the trigger {self.name} where it is missing"


class EnsureRowSetTriggers(EnsureTriggers):
    """Create four statement triggers with transition tables, one for each kind of statement.

    `calls` maps tables to SQL function calls. The triggers of `replaces` are dropped; the reverse
    operation creates them again.
    """

    def __init__(
        self, name: str, *, calls: Mapping[str, str], replaces: EnsureTriggers | None = None
    ) -> None:
        self.name, self.replaced_by = name, None
        self.replaced = replaces.triggers if replaces else ()
        self.triggers = tuple(
            Trigger(
                table=table,
                name=f"{name}_{event.lower()}",
                events=event,
                row_sets=row_sets,
                call=call,
            )
            for table, call in calls.items()
            for event, row_sets in ROW_SETS.items()
        )

    @property
    def summary(self) -> str:
        return f"Create the triggers {self.name}_* where they are missing"


class EnsureRowTriggers(EnsureTriggers):
    """Create a trigger that calls a function after each written row that satisfies `when`.

    `calls` maps tables to SQL function calls.
    """

    def __init__(self, name: str, *, calls: Mapping[str, str], when: str) -> None:
        self.name, self.replaced_by = name, None
        self.replaced = ()
        self.triggers = tuple(
            Trigger(table=table, name=name, events=ROW_EVENTS, row_sets="", call=call, when=when)
            for table, call in calls.items()
        )


def _change(
    connection: BaseDatabaseWrapper,
    found: Collection[tuple[str, str]],
    wanted: Sequence[Trigger],
    *,
    surplus: Sequence[Trigger],
) -> None:
    """Create the missing triggers and drop the surplus ones under the same locks."""
    missing = [trigger for trigger in wanted if trigger.key not in found]
    extra = [trigger for trigger in surplus if trigger.key in found]
    _check_functions(connection, missing)

    def work() -> None:
        with connection.cursor() as cursor:
            for trigger in missing:
                cursor.execute(trigger.creation)
            for trigger in extra:
                cursor.execute(f"DROP TRIGGER {trigger.name} ON {trigger.table}")

    if tables := sorted({trigger.table for trigger in (*missing, *extra)}):
        with transaction.atomic(connection.alias):
            with_short_locks(connection, tables, work, mode=DROPPING if extra else CREATING)


def _check_functions(connection: BaseDatabaseWrapper, triggers: Sequence[Trigger]) -> None:
    """Raise an AdoptionError if a function is missing although its migration is recorded."""
    with connection.cursor() as cursor:
        for function in sorted({trigger.call.split("(")[0] + "()" for trigger in triggers}):
            cursor.execute("SELECT to_regprocedure(%s) IS NULL", [function])
            if cursor.fetchone()[0]:
                advice = "manage.py migrate --fake catalogue 0001, and then manage.py migrate"
                missing = f"{function} does not exist, although its migration is recorded"
                raise AdoptionError([f"{missing}: {advice}"])
