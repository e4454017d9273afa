from django.apps import AppConfig
from django.core.checks import Tags, register

from adapters.postgres.checks import check_backend
from adapters.postgres.connections import Limits, availability
from config.environment import environment


class ServiceConfig(AppConfig):
    """Registers the checks and the commands, and sets timeouts; it has no models."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        register(check_backend, Tags.models)
        # The timeouts of commands; `config.wsgi` sets shorter ones for requests.
        settings = environment()
        availability.limits = Limits(
            answer=settings.database_command_seconds,
            check=settings.database_check_seconds,
            watch_answer=settings.database_watch_answer_seconds,
            watch_connect=settings.database_watch_connect_seconds,
        )
