from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr

from config.environment.group import Group

ROOT = Path(__file__).resolve().parents[3]


class LaunchSettings(Group):
    heading: ClassVar = "Only for `make run`"

    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="The port on 127.0.0.1; `0` chooses a free port.",
    )
    demo: bool = Field(
        default=True,
        description=(
            "`0`: do not load the demo catalogue into the empty embedded database. It is never "
            "loaded into the database of `DATABASE_URL`."
        ),
    )
    run_directory: Path = Field(
        default=ROOT / ".run",
        description="The folder of the embedded database and of the secret key.",
    )
    # Described with the others; here they may be missing.
    database_url: SecretStr | None = None
    secret_key: SecretStr | None = None

    @property
    def database_folder(self) -> Path:
        return self.run_directory / "postgres"
