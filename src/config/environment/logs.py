import logging
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from config.environment.group import Group

type Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
NAMES = ", ".join(("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))


def _levels(value: object) -> object:
    if not isinstance(value, str):
        return value
    levels = {}
    for item in value.split(","):
        name, separator, level = (part.strip() for part in item.partition("="))
        if not separator or not name or level not in logging.getLevelNamesMapping():
            raise ValueError(f"{item.strip()!r} is not NAME=LEVEL with one of {NAMES}")
        levels[name] = level
    return levels


class LogSettings(Group):
    heading: ClassVar = "Logs, traces and error reports"

    log_format: Literal["text", "json"] = Field(
        default="text",
        description="The log on standard error: lines of text, or one JSON object for each line.",
    )
    log_level: Level = Field(default="INFO", description="The lowest level that is logged.")
    log_levels: Annotated[dict[str, str], NoDecode, BeforeValidator(_levels)] = Field(
        default={},
        description=(
            "Levels of single loggers, comma-separated, such as "
            "`django.request=ERROR,gunicorn.error=INFO`."
        ),
    )
    access_log: bool = Field(
        default=False,
        description=(
            "Log a line for each request, with method, path, status, bytes and milliseconds. "
            "Neither the query nor the client's address is logged."
        ),
    )
    otel_exporter_otlp_endpoint: str = Field(
        default="",
        description=(
            "Send OpenTelemetry traces of requests, SQL statements and updates of the catalogue "
            "to this collector, such as `http://127.0.0.1:4318`. It needs the extra `tracing`. "
            "OpenTelemetry's own variables, such as `OTEL_SERVICE_NAME` and "
            "`OTEL_TRACES_SAMPLER`, apply too."
        ),
    )
    sentry_dsn: SecretStr | None = Field(
        default=None,
        description="Send errors to this Sentry project. It needs the extra `sentry`.",
    )
