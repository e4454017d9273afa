import signal
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config.launcher import web
from config.launcher.errors import LaunchError
from tests.config.children import running_child


def test_a_port_in_use_is_reported() -> None:
    with socket.create_server((web.HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LaunchError, match=rf"port {port} .*in use.*PORT="):
            web.take_port(port)


def test_a_web_server_that_fails_to_start_is_reported() -> None:
    with (
        running_child("raise SystemExit(3)") as process,
        pytest.raises(LaunchError, match="failed to start, exit code 3"),
    ):
        web.wait_until_it_answers(process, port=9, path="/")


def test_a_web_server_that_never_responds_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "START_TIMEOUT_SECONDS", -1)
    with running_child("") as process, pytest.raises(LaunchError, match="did not respond"):
        web.wait_until_it_answers(process, port=9, path="/")


class Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, *_args: object) -> None:
        pass


def test_a_web_server_that_returns_an_error_is_not_ready() -> None:
    with HTTPServer((web.HOST, 0), Refusing) as server, running_child() as process:
        answering = threading.Thread(target=server.handle_request)
        answering.start()
        with pytest.raises(LaunchError, match="/ready returned 503"):
            web.wait_until_it_answers(process, port=server.server_port, path="/ready")
        answering.join()
        process.kill()


def test_a_web_server_that_does_not_end_in_time_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "STOP_TIMEOUT_SECONDS", 0.1)
    deaf = (
        "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True); sys.stdin.read()"
    )
    with running_child(deaf) as process:
        assert process.stdout
        assert process.stdout.readline() == b"deaf\n"
        web._stop(process)
        assert process.returncode == -signal.SIGKILL
