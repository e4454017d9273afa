"""The service's settings, read once from the environment and checked."""

from functools import cache

from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError

from config.environment.database import DatabaseSettings
from config.environment.launch import ROOT as ROOT
from config.environment.logs import LogSettings
from config.environment.metrics import MetricsSettings
from config.environment.search import SearchSettings
from config.environment.server import ServerSettings
from config.environment.site import SiteSettings

# In the order of docs/settings.md.
GROUPS = (
    SiteSettings,
    DatabaseSettings,
    ServerSettings,
    SearchSettings,
    LogSettings,
    MetricsSettings,
)
# The defaults of these are not suitable for production.
REQUIRED = ("secret_key", "database_url")


class Environment(
    MetricsSettings,
    LogSettings,
    SearchSettings,
    ServerSettings,
    DatabaseSettings,
    SiteSettings,
):
    """All settings."""


@cache
def environment() -> Environment:
    """Return the settings of this process.

    Raises:
        ImproperlyConfigured: naming every invalid variable.

    """
    try:
        return Environment()
    except ValidationError as error:
        raise ImproperlyConfigured(describe(error)) from None


def production_environment() -> Environment:
    """Return the settings of this process, if those that production requires are set.

    Raises:
        ImproperlyConfigured: naming every missing or invalid variable.

    """
    found = environment()
    missing = [name.upper() for name in REQUIRED if name not in found.model_fields_set]
    if missing:
        raise ImproperlyConfigured(
            "; ".join(f"{name} or {name}_FILE must be set" for name in missing)
        )
    return found


def describe(error: ValidationError) -> str:
    """Return one line that names every invalid variable and what is wrong with it."""
    return "; ".join(
        f"{str(wrong['loc'][0]).upper()}: {wrong['msg'].removeprefix('Value error, ')}"
        for wrong in error.errors()
    )
