"""The database backend `adapters.postgres.backend`: Django's own for PostgreSQL, with schemas.

Django's own backend expects every table on the search path. For `"adm"."venues"` it drops no index,
finds no constraint and empties no table, mostly without an error.
"""

from typing import Any, override

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg.types.string import TextLoader

from adapters.postgres.backend import session
from adapters.postgres.backend.introspection import DatabaseIntrospection
from adapters.postgres.backend.moments import BoundedDateLoader, moment_loader
from adapters.postgres.backend.operations import DatabaseOperations
from adapters.postgres.backend.schema import DatabaseSchemaEditor
from adapters.postgres.connections import availability
from adapters.postgres.connections.bounded import BoundedConnection
from adapters.postgres.connections.hosts import joined, places
from adapters.postgres.connections.pool import Pool

# A custom option: the statement timeout in seconds; without it, there is none.
STATEMENT_TIMEOUT = "statement_timeout_seconds"


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    introspection_class = DatabaseIntrospection
    ops_class = DatabaseOperations

    @property
    def pool(self) -> Pool | None:
        """The pool that all threads share, if OPTIONS contain its `size`."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        # setdefault(): if several threads create a pool at the same time, the first is used.
        pools: dict[str, Pool] = self._connection_pools  # type: ignore[attr-defined]  # untyped
        return pools.get(self.alias) or pools.setdefault(
            self.alias, Pool(self._pooled_connection, size=options["size"])
        )

    def _pooled_connection(self) -> BoundedConnection:
        # Django sets autocommit later.
        parameters = {**self.get_connection_params(), "autocommit": True}
        # The other half is for the rest of the request.
        parameters |= joined(places(parameters, availability.limits.answer / 2))
        connection = BoundedConnection.connect(**parameters)
        try:
            self._configure_connection(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @override
    def get_connection_params(self) -> dict[str, Any]:
        parameters = super().get_connection_params()
        parameters.pop(STATEMENT_TIMEOUT, None)
        return parameters | {"cursor_factory": session.PinnedCursor}

    # The type stubs lack this method and the next one.
    def _configure_connection(self, connection: Any) -> bool:
        session.configure(connection, self.settings_dict["OPTIONS"].get(STATEMENT_TIMEOUT, 0))
        super()._configure_connection(connection)  # type: ignore[misc]
        return True

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 (the signature is Django's)
        # psycopg sends BEGIN as a separate message, before the settings.
        self.connection.begins = not autocommit
        if not self.connection.autocommit:
            with self.wrap_database_errors:
                self.connection.autocommit = True

    @override
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        # On the connection, because registering on a cursor copies all loaders.
        connection.adapters.register_loader("date", BoundedDateLoader)
        connection.adapters.register_loader("timestamptz", moment_loader(self.timezone))
        # Django parses the text of jsonb; an older table can have json instead.
        connection.adapters.register_loader("json", TextLoader)
        return connection
