"""Log records with the id of their request."""

import logging
from typing import Any

from api.http.request_id import current_request_id


def add_request_ids() -> None:
    """Give every log record of this process the attribute `request_id`, "" outside a request."""
    if logging.getLogRecordFactory() is not _record:
        logging.setLogRecordFactory(_record)


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    record.request_id = current_request_id.get()
    return record
