"""Filters of Django's log lines about requests."""

import logging
from http import HTTPStatus


class OneLine:
    """Logs a record as a one-line warning without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.request.is_logged = True  # type: ignore[attr-defined]  # Django puts it there
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args = record.getMessage()[:300].replace("\n", " "), ()
        return True


class NotLogged:
    """Omits the log line of a response whose cause is already logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(getattr(record, "request", None), "is_logged", False)


class Refusals:
    """Logs a rejected request (4xx) with the level INFO, because the service works correctly."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 0)
        if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.levelno, record.levelname = logging.INFO, "INFO"
            return logging.getLogger(record.name).isEnabledFor(logging.INFO)
        return True
