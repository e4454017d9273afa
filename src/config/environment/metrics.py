import re
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from config.environment.group import Group

ADDRESS = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}|")


def _is_an_address(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        raise ValueError(f"{value!r} is not HOST:PORT, such as 127.0.0.1:9101")
    return value


class MetricsSettings(Group):
    heading: ClassVar = "Metrics"

    metrics_bind: Annotated[str, AfterValidator(_is_an_address)] = Field(
        default="",
        description=(
            "Serve metrics for Prometheus on this address, such as `127.0.0.1:9101`, at "
            "`/metrics`. Never choose an address that clients can reach. Without this setting, "
            "nothing "
            "is measured."
        ),
    )
    metrics_directory: Path | None = Field(
        default=None,
        description=(
            "The folder in which the commands of `manage.py` store the results of imports and "
            "backups for the metrics. Without this setting, the metrics include neither."
        ),
    )
