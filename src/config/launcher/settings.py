"""The settings of `make run`, read from the environment and checked."""

from pydantic import ValidationError

from config.environment import describe
from config.environment.launch import LaunchSettings as LaunchSettings
from config.launcher.errors import LaunchError


def launch_settings() -> LaunchSettings:
    """Return the settings.

    Raises:
        LaunchError: naming every invalid variable.

    """
    try:
        return LaunchSettings()
    except ValidationError as error:
        raise LaunchError(describe(error)) from None
