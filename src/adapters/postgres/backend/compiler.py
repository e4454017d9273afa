"""The SQL compilers, which Django looks up here by name; one differs from Django's."""

from typing import override

from django.db import NotSupportedError
from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

from adapters.postgres.backend import names

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLCompiler(compiler.SQLCompiler):
    @override
    def get_select_for_update_of_arguments(self) -> list[str]:
        """Return the names to lock, without the schema, as PostgreSQL requires.

        Raises:
            NotSupportedError: when the query has two tables of one name in different schemas;
                PostgreSQL would lock the first of them, whichever was meant.

        """
        return [self._name_to_lock(name) for name in super().get_select_for_update_of_arguments()]

    def _name_to_lock(self, name: str) -> str:
        schema, table = names.split(name)
        if not schema:
            return name
        used = [alias for alias, count in self.query.alias_refcount.items() if count]
        if [names.split(alias)[1] for alias in used].count(table) > 1:
            raise NotSupportedError(f"select_for_update(of=…): two tables are called {table!r}")
        return names.quote(table)
