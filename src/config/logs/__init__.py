"""The configuration of logging, for `logging.config.dictConfig`."""

from typing import Any

from config.environment import Environment
from config.logs.records import add_request_ids

# Gunicorn logs the start of each process, which is not useful.
GUNICORN_LEVEL = "WARNING"
# The formatters by the value of `LOG_FORMAT`.
FORMATTERS = {
    "text": "config.logs.formatters.TextFormatter",
    "json": "config.logs.formatters.JsonFormatter",
}


def logging_settings(environment: Environment) -> dict[str, Any]:
    """Return Django's setting LOGGING; from now on, log records have a `request_id`."""
    add_request_ids()
    loggers: dict[str, dict[str, Any]] = {
        # The default handlers do not log a 500 to the console if DEBUG is off.
        "django": {"handlers": [], "propagate": True},
        # Invalid requests are not bugs, so their tracebacks are not logged.
        "django.security.DisallowedHost": {"filters": ["one_line"]},
        "django.request": {"filters": ["not_logged", "refusals"]},
        "gunicorn.error": {"handlers": ["stderr"], "propagate": False, "level": GUNICORN_LEVEL},
    }
    for name, level in environment.log_levels.items():
        loggers.setdefault(name, {})["level"] = level
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": FORMATTERS[environment.log_format]}},
        "filters": {
            "one_line": {"()": "config.logs.filters.OneLine"},
            "not_logged": {"()": "config.logs.filters.NotLogged"},
            "refusals": {"()": "config.logs.filters.Refusals"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"handlers": ["stderr"], "level": environment.log_level},
        "loggers": loggers,
    }
