"""The processor time of a worker for one write of an event, at 100 times the size.

Each write has a token, is recorded in the history, and a POST has an Idempotency-Key. After each,
a read that names its version must return what was written.
"""

import http.client
import json
import secrets
from collections.abc import Callable
from http import HTTPMethod, HTTPStatus
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import cpu
from benchmarks.bench import Bench, figure
from benchmarks.web_servers import Server
from domain.access.tokens import digest

EVENTS = "/api/tutorials/events/"
REPEATS = 60
TIMES = ("start_date", "end_date")
OWNER = """
INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff,
    is_active, date_joined)
VALUES ('writer', '', '', '', '', false, false, true, now()) RETURNING id"""
TOKEN = """
INSERT INTO acted.api_tokens (name, owner_id, scopes, prefix, digest)
VALUES ('benchmark', %s, '{tutorials:write}', 'tut_', %s)"""


def measure(bench: Bench) -> dict[str, Any]:
    with psycopg.connect(bench.databases.url(100), autocommit=True) as connection:
        token = secrets.token_urlsafe(32)
        owner = connection.execute(OWNER).fetchone()
        assert owner
        connection.execute(TOKEN, [owner[0], digest(token)])
    with bench.serving("ours", 100, WORKERS="1") as ours:
        writer = Writer(ours, token)
        return {
            f"{method.lower()}_ms_100x": figure([writer.median(write)], repeats=REPEATS)
            for method, write in (
                ("PATCH", writer.patch),
                ("PUT", writer.put),
                ("POST", writer.post),
            )
        }


class Writer:
    """A client with a token, and the only worker of the server."""

    def __init__(self, server: Server, token: str) -> None:
        self._token = token
        (self._worker,) = cpu.tree(server.pid) - {server.pid}
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        _, self._events, _ = self._ask("GET", f"{EVENTS}?page_size=100")

    def median(self, write: Callable[[int], float]) -> float:
        """Return the milliseconds of processor time of a write."""
        write(0)
        return sorted(write(number) for number in range(1, REPEATS + 1))[REPEATS // 2]

    def patch(self, number: int) -> float:
        code, event, tag = self._read(number)
        return self._write("PATCH", code, {"remain_space": event["remain_space"] + 1}, tag)

    def put(self, number: int) -> float:
        code, event, tag = self._read(number)
        for session in event["sessions"]:
            session["title"] += " moved"
        return self._write("PUT", code, event, tag)

    def post(self, number: int) -> float:
        event = {**self._event(number), "code": secrets.token_hex(8)}
        # In a year of its own, so that it clashes with no other event.
        event["sessions"] = [
            {**session, **{name: _in_year(2030 + number, session[name]) for name in TIMES}}
            for session in event["sessions"]
        ]
        return self._write("POST", "", event, "")

    def _event(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self._events["items"][number]
        return found

    def _read(self, number: int) -> tuple[str, dict[str, Any], str]:
        code = self._event(number)["code"]
        _, event, headers = self._ask("GET", f"{EVENTS}{code}/")
        return f"{code}/", event, headers["ETag"]

    def _write(self, method: str, place: str, body: dict[str, Any], tag: str) -> float:
        own = {"If-Match": tag} if tag else {"Idempotency-Key": secrets.token_hex(8)}
        before = _milliseconds(self._worker)
        status, written, headers = self._ask(method, f"{EVENTS}{place}", body, **own)
        taken = _milliseconds(self._worker) - before
        expected = HTTPStatus.CREATED if method == HTTPMethod.POST else HTTPStatus.OK
        assert status == expected, written
        version = {"Catalogue-Version": headers["Catalogue-Version"]}
        _, read, _ = self._ask("GET", f"{EVENTS}{written['code']}/", None, **version)
        assert read == written, "the next read does not see the write"
        return taken

    def _ask(
        self, method: str, target: str, body: dict[str, Any] | None = None, **headers: str
    ) -> tuple[int, dict[str, Any], http.client.HTTPMessage]:
        sent = {**headers, "Authorization": f"Bearer {self._token}"}
        sent["Content-Type"] = "application/json"
        self._connection.request(method, target, json.dumps(body) if body else None, sent)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read()), response.headers


def _in_year(year: int, time: str) -> str:
    """Return a time as a local time on the same day of another year."""
    return f"{year}{time[4:16]}"


def _milliseconds(pid: int) -> float:
    """Return the processor time of a process; finer than `cpu.milliseconds`, without children."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6
