"""The response to malformed HTTP, which does not reach Django."""

import logging
import socket
from http import HTTPStatus
from uuid import uuid4

from gunicorn import util

from api.http.problems import MEDIA_TYPE, problem_json
from api.http.request_id import current_request_id

logger = logging.getLogger(__name__)


def write_problem(sock: socket.socket, status: int, _reason: str, _message: str) -> None:
    """Send a problem; gunicorn's message is only logged, because it quotes the request."""
    request_id = uuid4().hex
    current_request_id.set(request_id)
    logger.info("Refused malformed HTTP with %d", status)
    current_request_id.set("")
    body = problem_json(status, request_id=request_id)
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        "Connection: close\r\n"
        f"Content-Type: {MEDIA_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        f"X-Request-ID: {request_id}\r\n"
        "\r\n"
    )
    util.write_nonblock(sock, head.encode("ascii") + body)


def answer_with_problems() -> None:
    """Replace gunicorn's HTML error page, for which it has no setting."""
    util.write_error = write_problem
