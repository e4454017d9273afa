from typing import ClassVar

from pydantic import Field, SecretStr

from config.environment.group import Group
from config.environment.values import CommaSeparated, Networks, Origins, PathPrefix


class SiteSettings(Group):
    heading: ClassVar = "Site and proxy"

    secret_key: SecretStr | None = Field(
        default=None,
        description=(
            "Signs the sessions of the admin: 50 random characters or more, the same for all "
            "processes and machines. The production server does not start without it. `make run` "
            "creates one in `.run/`."
        ),
    )
    allowed_hosts: CommaSeparated = Field(
        default=["127.0.0.1", "localhost", "[::1]"],
        description="Accepted host names, comma-separated.",
    )
    behind_tls: bool = Field(
        default=False,
        description=(
            "`true` if clients reach the service only through a proxy with TLS that sets "
            "`X-Forwarded-Proto`. The service then trusts this header, redirects plain HTTP to "
            "HTTPS (except for the health routes), sends `Strict-Transport-Security`, and marks "
            "the "
            "cookies of the admin as secure."
        ),
    )
    hsts_seconds: int = Field(
        default=31_536_000,
        ge=0,
        le=63_072_000,
        description=(
            "With `BEHIND_TLS`: how long browsers use HTTPS only (`Strict-Transport-Security`). "
            "`0` sends no header."
        ),
    )
    path_prefix: PathPrefix = Field(
        default="",
        description=(
            "The path under which a proxy serves the service, such as `/tutorials`. The proxy may "
            "remove it or keep it."
        ),
    )
    trusted_proxies: Networks = Field(
        default=[],
        description=(
            "Addresses or networks of proxies whose `X-Forwarded-For` header is trusted, "
            "comma-separated. Without this setting, the client address is that of the connection."
        ),
    )
    csrf_trusted_origins: CommaSeparated = Field(
        default=[], description="Origins that may use the admin, comma-separated."
    )
    cors_allowed_origins: Origins = Field(
        default=[],
        description=(
            "Origins whose pages may use the API, with credentials, such as "
            "`https://shop.example`, comma-separated."
        ),
    )
    meeting_links_hidden: bool = Field(
        default=False,
        description=(
            "`true` if the API shows the links of online meetings only to callers with the scope "
            "`tutorials:read` or `tutorials:write` ([who may call](access.md#meeting-links)). "
            "All others get `url` null, and `has_url`."
        ),
    )
    session_seconds: int = Field(
        default=3600,
        ge=60,
        le=604_800,
        description=(
            "A session of the admin ends after this time without a request, and when the browser "
            "closes."
        ),
    )
    commit: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{7,64}$",
        description=(
            "The commit that `/api/version/` returns. By default, it is read from the Git "
            "repository, if there is one."
        ),
    )
    debug: bool = Field(
        default=False, description="Django's error pages. Never use it in production."
    )
