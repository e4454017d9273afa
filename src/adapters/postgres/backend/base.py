"""The database backend `adapters.postgres.backend`: Django's own for PostgreSQL, with schemas.

Django's own backend takes every name for one on the search path. With `"adm"."venues"` it drops
no index, finds no constraint and empties no table, mostly without an error.
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg.types.string import TextLoader

from adapters.postgres.backend.introspection import DatabaseIntrospection
from adapters.postgres.backend.moments import BoundedDateLoader, moment_loader
from adapters.postgres.backend.operations import DatabaseOperations
from adapters.postgres.backend.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    introspection_class = DatabaseIntrospection
    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        # On the connection: a cursor that registers its own copies all loaders for it.
        connection.adapters.register_loader("date", BoundedDateLoader)
        connection.adapters.register_loader("timestamptz", moment_loader(self.timezone))
        # Django reads the text of a jsonb; an older table may have a json instead.
        connection.adapters.register_loader("json", TextLoader)
        return connection
