"""Detects whether a request is complete; gunicorn parses and validates it."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
# More than the maximum of gunicorn, so that gunicorn rejects the request.
LONGEST_HEAD = 1024 * 1024
# A longer body is not read: the application rejects it by its length.
LONGEST_BODY = 1024 * 1024
TARGET = re.compile(rb"([A-Z]+) (/[^ ?]*)[ ?]")
LIVENESS = re.compile(rb"(?:GET|HEAD) /api/health/live/?[ ?]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """The received part of a request.

    `is_cut` means that the request is handled without its complete body. `expects_word` means that
    the client waits for `100 Continue` before it sends the body.
    """

    is_complete: bool
    is_cut: bool = False
    has_head: bool = False
    expects_word: bool = False


def arrival(received: bytes | bytearray, *, has_ended: bool) -> Arrival:
    """Inspect the received part of a request; `has_ended` if no more data will follow."""
    end = received.find(END_OF_HEAD)
    if end < 0:
        is_over = has_ended or len(received) > LONGEST_HEAD
        return Arrival(is_complete=is_over, is_cut=True)
    head = bytes(received[: end + len(END_OF_HEAD)])
    found = LENGTH.search(head)
    length = int(found[1]) if found else 0
    is_ambiguous = head.lower().count(b"\r\ncontent-length") > 1
    if is_ambiguous or length > LONGEST_BODY or b"\r\ntransfer-encoding:" in head.lower():
        return Arrival(is_complete=True, is_cut=True, has_head=True)
    is_there = len(received) >= len(head) + length
    return Arrival(
        is_complete=is_there or has_ended,
        is_cut=not is_there,
        has_head=True,
        expects_word=bool(EXPECTS.search(head)),
    )


def asks_for_liveness(received: bytes | bytearray) -> bool:
    return bool(LIVENESS.match(received))


def target(received: bytes | bytearray) -> tuple[str, str] | None:
    """Return the method and the path of a request, if it is well-formed so far."""
    found = TARGET.match(received)
    return (found[1].decode(), unquote(found[2].decode("latin-1"))) if found else None
