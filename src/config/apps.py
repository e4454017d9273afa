from django.apps import AppConfig
from django.core.checks import Tags, register

from adapters.postgres.checks import check_backend


class ServiceConfig(AppConfig):
    """Registers the checks and makes the commands known; holds no models."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        register(check_backend, Tags.models)
