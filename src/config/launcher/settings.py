"""The settings of `make run`, read from the environment and checked."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.environment import ROOT
from config.launcher.errors import LaunchError


class LaunchSettings(BaseSettings):
    """One field for each environment variable of the same name, in capitals."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    port: int = Field(default=8000, ge=0, le=65535, description="the port; 0 chooses a free port")
    demo: bool = Field(default=True, description="load a demo catalogue into an empty database")
    database_url: SecretStr | None = Field(
        default=None, description="the database to use instead of the embedded server"
    )
    secret_key: SecretStr | None = None
    run_directory: Path = Field(
        default=ROOT / ".run", description="the folder of the embedded database"
    )

    @property
    def database_folder(self) -> Path:
        return self.run_directory / "postgres"


def launch_settings() -> LaunchSettings:
    """Return the settings.

    Raises:
        LaunchError: naming every variable that is wrong.

    """
    try:
        return LaunchSettings()
    except ValidationError as error:
        wrong = [f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise LaunchError("; ".join(wrong)) from None
