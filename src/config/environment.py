"""The service's settings, read once from the environment and checked."""

import re
import secrets
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, FilePath, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.database_url import parameters_of

ROOT = Path(__file__).resolve().parents[2]
# As browsers send it: no path, no trailing slash, lower case.
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")

# No trailing slash, and no `.` or `..`.
PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


class Environment(BaseSettings):
    """One field for each environment variable of the same name, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    database_url: SecretStr = Field(
        default=SecretStr("postgresql:///tutorials"),
        description="a libpq connection URI; several hosts and a socket directory are allowed",
    )
    secret_key: SecretStr = Field(
        # Without this setting, each process creates its own key, and sessions end at a restart.
        default_factory=lambda: SecretStr(secrets.token_urlsafe(50)),
        description="signs the sessions of the admin",
    )
    debug: bool = False
    allowed_hosts: Annotated[list[str], NoDecode] = ["127.0.0.1", "localhost", "[::1]"]
    csrf_trusted_origins: Annotated[list[str], NoDecode] = []
    cors_allowed_origins: Annotated[list[str], NoDecode] = []
    path_prefix: str = Field(
        default="",
        description="the path under which a proxy serves the service, such as /tutorials",
    )
    trusted_proxies: Annotated[list[str], NoDecode] = []
    commit: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{7,64}$",
        description="the commit of the code, if the checkout has no .git folder",
    )
    database_pool_size: int = Field(default=8, ge=1, le=1000)
    database_answer_seconds: float = Field(
        default=1.0,
        ge=0.1,
        le=60,
        description="timeout of a request for a connection or for the version query",
    )
    search_s_maxage: int = Field(
        default=0,
        ge=0,
        le=86_400,
        description="seconds for which a CDN may serve without revalidation",
    )
    search_stale_while_revalidate: int = Field(
        default=0,
        ge=0,
        le=86_400,
        description="seconds for which a CDN may serve stale while it revalidates",
    )
    search_synonyms: FilePath = Field(
        default=ROOT / "src" / "config" / "synonyms.txt",
        description="the file of the words that people write for others; read when it changes",
    )
    statement_timeout_seconds: int = Field(default=30, ge=1, le=3600)

    @field_validator(
        *("allowed_hosts", "csrf_trusted_origins", "cors_allowed_origins", "trusted_proxies"),
        mode="before",
    )
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
                raise ValueError(f"{origin!r} is not an origin, such as https://shop.example")
        return value

    @field_validator("database_url")
    @classmethod
    def is_understood_by_libpq(cls, value: SecretStr) -> SecretStr:
        parameters_of(value.get_secret_value())
        return value

    @field_validator("path_prefix")
    @classmethod
    def is_a_path(cls, value: str) -> str:
        prefix = value.rstrip("/")
        if not PATH.fullmatch(prefix):
            raise ValueError(f"{value!r} is not a path, such as /tutorials")
        return prefix

    @field_validator("trusted_proxies")
    @classmethod
    def are_networks(cls, value: list[str]) -> list[str]:
        for network in value:
            try:
                ip_network(network)
            except ValueError as error:
                raise ValueError(
                    f"{network!r} is not an address or a network, such as 10.0.0.0/8"
                ) from error
        return value

    def database(self) -> dict[str, str]:
        """Return the connection parameters as libpq parses them, by name."""
        return parameters_of(self.database_url.get_secret_value())


@cache
def environment() -> Environment:
    """Return the settings of this process.

    Raises:
        ImproperlyConfigured: naming every invalid variable.

    """
    try:
        return Environment()
    except ValidationError as error:
        wrong = [f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise ImproperlyConfigured("; ".join(wrong)) from None
