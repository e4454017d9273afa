"""The two formats of a log line. Neither contains a secret, a query or a value of a row."""

import logging
from typing import override

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter as BaseFormatter

from config.logs.redaction import redacted

# Objects that Django and gunicorn attach; their text would contain the query of the request.
OBJECTS = ("request", "server_time", "taskName")


class TextFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    @override
    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        request_id: str = getattr(record, "request_id", "")
        # Some messages already contain the id.
        return line if not request_id or request_id in line else f"{line} [{request_id}]"


class JsonFormatter(BaseFormatter):
    def __init__(self) -> None:
        super().__init__(
            ("levelname", "name", "message", "request_id"),
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            reserved_attrs=[*RESERVED_ATTRS, *OBJECTS],
            timestamp="time",
        )

    @override
    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
