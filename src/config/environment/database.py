from typing import ClassVar

from pydantic import Field, SecretStr, field_validator

from config.environment.database_url import parameters_of
from config.environment.group import Group


class DatabaseSettings(Group):
    heading: ClassVar = "Database"

    database_url: SecretStr = Field(
        default=SecretStr("postgresql:///tutorials"),
        description=(
            "The libpq connection URI of PostgreSQL or PgBouncer. Several hosts and a socket "
            "directory are allowed. If it is set, `make run` starts no database server. The "
            "production server does not start without it."
        ),
    )
    database_pool_size: int = Field(
        default=8,
        ge=1,
        le=1000,
        description=(
            "Connections in the pool of each process. A process uses two more, for change checks "
            "and for monitoring."
        ),
    )
    database_answer_seconds: float = Field(
        default=1.0,
        ge=0.1,
        le=60,
        description=(
            "Timeout of a request for a new connection, a free connection of the pool, or the "
            "version query."
        ),
    )
    database_command_seconds: float = Field(
        default=10.0,
        ge=0.1,
        le=3600,
        description="The same timeout for commands of `manage.py`.",
    )
    database_check_seconds: float = Field(
        default=0.05,
        ge=0.001,
        le=10,
        description="Timeout of the check of an idle connection; after it, a new one is opened.",
    )
    database_watch_answer_seconds: float = Field(
        default=0.35,
        ge=0.05,
        le=60,
        description=(
            "Timeout of the monitoring query; after it, the database counts as unresponsive."
        ),
    )
    database_watch_connect_seconds: float = Field(
        default=0.4,
        ge=0.05,
        le=60,
        description="Timeout of a new connection of the monitoring thread.",
    )
    statement_timeout_seconds: int = Field(
        default=30, ge=1, le=3600, description="Timeout of a statement of a request."
    )
    catalogue_stale_after_seconds: float = Field(
        default=0.25,
        ge=0,
        le=600,
        description=(
            "How long a request waits for very many changes. After that, the response comes from "
            "the "
            "last [catalogue](search.md#freshness)."
        ),
    )
    catalogue_wait_seconds: float = Field(
        default=5.0,
        ge=0.1,
        le=600,
        description=(
            "How long a request waits while another thread reads the catalogue. After that, the "
            "response is 503."
        ),
    )

    @field_validator("database_url")
    @classmethod
    def is_understood_by_libpq(cls, value: SecretStr) -> SecretStr:
        parameters_of(value.get_secret_value())
        return value

    def database(self) -> dict[str, str]:
        """Return the connection parameters as libpq parses them, by name."""
        return parameters_of(self.database_url.get_secret_value())
