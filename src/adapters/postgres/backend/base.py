"""The database backend `adapters.postgres.backend`: Django's own for PostgreSQL, with schemas.

Django's own backend takes every name for one on the search path. With `"adm"."venues"` it drops
no index, finds no constraint and empties no table, mostly without an error.
"""

from django.db.backends.postgresql import base

from adapters.postgres.backend.introspection import DatabaseIntrospection
from adapters.postgres.backend.operations import DatabaseOperations
from adapters.postgres.backend.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    introspection_class = DatabaseIntrospection
    ops_class = DatabaseOperations
