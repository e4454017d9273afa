"""Introspection of the tables in all schemas.

A table that the search path finds has its plain name, any other one the name that `names.join`
gives it. Names are looked up with `to_regclass`, as PostgreSQL looks up those in a statement.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, override

from django.db.backends.postgresql import introspection
from django.db.backends.postgresql.introspection import FieldInfo, TableInfo
from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend import names

# Temporary tables are in a schema that starts with pg_, first on the search path.
RELATIONS = r"""
    SELECT n.nspname, c.relname, pg_table_is_visible(c.oid),
        CASE WHEN c.relispartition THEN 'p' WHEN c.relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
        obj_description(c.oid, 'pg_class')
    FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('f', 'm', 'p', 'r', 'v')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND (n.nspname NOT LIKE 'pg\_%' OR pg_table_is_visible(c.oid))
"""
SEQUENCES = """
    SELECT n.nspname, s.relname, pg_table_is_visible(s.oid), a.attname
    FROM pg_depend d
        JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_namespace n ON n.oid = s.relnamespace
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.refobjid = to_regclass(%s)
        AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
"""
FOREIGN_KEYS = """
    SELECT n.nspname, c.relname, pg_table_is_visible(c.oid),
        k.conname, a.attname, target.attname, k.confdeltype
    FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.confrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        JOIN pg_attribute target ON target.attrelid = c.oid AND target.attnum = k.confkey[1]
    WHERE k.contype = 'f' AND k.conrelid = to_regclass(%s)
"""


class DatabaseIntrospection(introspection.DatabaseIntrospection):
    @override
    def get_table_list(self, cursor: CursorWrapper) -> list[Any]:
        cursor.execute(RELATIONS)
        return [TableInfo(*row) for row in _named(cursor)]

    @override
    def django_table_names(
        self, only_existing: bool = False, include_views: bool = True
    ) -> list[str]:
        tables = super().django_table_names(include_views=include_views)
        if not only_existing:
            return tables
        existing = self._existing(include_views=include_views)
        return [table for table in tables if names.split(table) in existing]

    @override
    def get_table_description(self, cursor: CursorWrapper, table_name: str) -> list[FieldInfo]:
        with self.connection.execute_wrapper(_by_identity):
            return super().get_table_description(cursor, _as_sql(table_name))

    @override
    def get_sequences(
        self, cursor: CursorWrapper, table_name: str, table_fields: object = ()
    ) -> list[Any]:
        cursor.execute(SEQUENCES, [_as_sql(table_name)])
        return [
            {"name": name, "table": table_name, "column": column} for name, column in _named(cursor)
        ]

    @override
    def get_relations(self, cursor: CursorWrapper, table_name: str) -> dict[str, Any]:
        cursor.execute(FOREIGN_KEYS, [_as_sql(table_name)])
        return {
            column: (target, table, self.on_delete_types.get(on_delete))
            for table, _, column, target, on_delete in _named(cursor)
        }

    @override
    def get_constraints(self, cursor: CursorWrapper, table_name: str) -> dict[str, Any]:
        with self.connection.execute_wrapper(_by_identity):
            constraints = super().get_constraints(cursor, _as_sql(table_name))
        # Django splits "table.column" at the first dot, which can be part of the table name.
        cursor.execute(FOREIGN_KEYS, [_as_sql(table_name)])
        for table, constraint, _, target, _ in _named(cursor):
            constraints[constraint]["foreign_key"] = (table, target)
        return constraints

    def _existing(self, *, include_views: bool) -> set[tuple[str, str]]:
        """Return each (schema, table), and ("", table) for tables on the search path."""
        with self.connection.cursor() as cursor:
            cursor.execute(RELATIONS)
            return {
                (place, table)
                for schema, table, visible, kind, _ in cursor.fetchall()
                if include_views or kind == "t"
                for place in ((schema, "") if visible else (schema,))
            }


def _as_sql(table_name: str) -> str:
    return names.join(*names.split(table_name))


def _named(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Replace the schema, table and visibility of each row by one name."""
    for schema, table, visible, *rest in rows:
        yield table if visible else names.join(schema, table), *rest


def _by_identity(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Change Django's query so that it looks for one relation instead of a name.

    Django's query only finds names on the search path.
    """
    sql = re.sub(r"(\w+)\.relname = %s", r"\1.oid = to_regclass(%s)", sql)
    sql = re.sub(r"pg_catalog\.pg_table_is_visible\(\w+\.oid\)", "true", sql)
    return execute(sql, *rest)
