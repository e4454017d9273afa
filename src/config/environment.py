"""The service's settings, read once from the environment and checked."""

import re
import secrets
from functools import cache
from pathlib import Path
from typing import Annotated

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
# As a browser sends it: no path, not even a slash, and no capitals.
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


class Environment(BaseSettings):
    """One field for each environment variable of the same name, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database_url: SecretStr = Field(
        default=SecretStr("postgresql:///tutorials"),
        description="a libpq connection URI; several hosts and a socket directory are allowed",
    )
    secret_key: SecretStr = Field(
        # Without one every process makes its own, and no sign-in outlives a restart.
        default_factory=lambda: SecretStr(secrets.token_urlsafe(50)),
        description="signs the sessions of the admin",
    )
    debug: bool = False
    allowed_hosts: Annotated[list[str], NoDecode] = ["127.0.0.1", "localhost", "[::1]"]
    csrf_trusted_origins: Annotated[list[str], NoDecode] = []
    cors_allowed_origins: Annotated[list[str], NoDecode] = []
    commit: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{7,64}$",
        description="the commit of the code, where its checkout has no .git",
    )
    database_pool_size: int = Field(default=8, ge=1, le=1000)
    database_answer_seconds: float = Field(
        default=1.0,
        ge=0.1,
        le=60,
        description="after which a request gives up on a connection or on the version",
    )
    search_s_maxage: int = Field(
        default=0, ge=0, le=86_400, description="seconds for which a CDN need not ask again"
    )
    search_stale_while_revalidate: int = Field(
        default=0, ge=0, le=86_400, description="seconds for which a CDN may answer while it asks"
    )
    statement_timeout_seconds: int = Field(default=30, ge=1, le=3600)

    @field_validator("allowed_hosts", "csrf_trusted_origins", "cors_allowed_origins", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return [item.strip() for item in value.split(",") if item.strip()]
        return value

    @field_validator("cors_allowed_origins")
    @classmethod
    def are_origins(cls, value: list[str]) -> list[str]:
        for origin in value:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is no origin such as https://shop.example")
        return value

    @field_validator("database_url")
    @classmethod
    def is_understood_by_libpq(cls, value: SecretStr) -> SecretStr:
        try:
            conninfo_to_dict(value.get_secret_value())
        except ProgrammingError as error:
            raise ValueError(str(error).strip()) from error
        return value

    def database(self) -> dict[str, str]:
        """Return libpq's own reading of the connection URI, by libpq's parameter names."""
        parameters = conninfo_to_dict(self.database_url.get_secret_value())
        return {name: str(value) for name, value in parameters.items()}


@cache
def environment() -> Environment:
    """Return the settings of this process.

    Raises:
        ImproperlyConfigured: naming every variable that is wrong.

    """
    try:
        return Environment()
    except ValidationError as error:
        wrong = [f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise ImproperlyConfigured("; ".join(wrong)) from None
