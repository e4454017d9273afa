"""The response to malformed HTTP, which does not reach Django."""

import socket
from http import HTTPStatus
from uuid import uuid4

from gunicorn import util

from api.http.problems import MEDIA_TYPE, problem_json


def write_problem(sock: socket.socket, status: int, _reason: str, _message: str) -> None:
    """Send a problem; gunicorn's message is only logged, because it quotes the request."""
    request_id = uuid4().hex
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
