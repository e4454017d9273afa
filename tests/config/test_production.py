"""The command for production in the README."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config.environment import ROOT
from config.launcher.web import take_port, wait_until_it_answers
from config.metrics.folder import IN_MEMORY, PREFIX
from config.server.lifecycle.listening import CannotListenError, listen

COMMAND = re.compile(r"^\.venv-service/bin/gunicorn (--config \S+) --bind \S+$", re.MULTILINE)
# Nobody listens there: a server must start, and live, without its database.
NOWHERE = "postgresql://127.0.0.1:1/nothing"
# As `make install` makes it: the packages know the service's own modules by a .pth file.
BASE = {"PATH": os.environ["PATH"], "PYTHONPATH": "src"}


def command(bind: str) -> list[str]:
    """Return the command of the README, with the tests' own environment."""
    found = COMMAND.search((ROOT / "README.md").read_text("utf-8"))
    assert found
    gunicorn = Path(sys.executable).with_name("gunicorn")
    return [str(gunicorn), *found[1].split(), "--bind", bind]


@pytest.mark.slow
def test_the_production_command_starts_the_service() -> None:
    with take_port(0) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        command(f"127.0.0.1:{port}"),
        cwd=ROOT,
        env={**BASE, "SECRET_KEY": "a secret", "DATABASE_URL": NOWHERE},
    )
    try:
        wait_until_it_answers(process, port=port, path="/api/health/live/")
    finally:
        process.terminate()
        process.wait(30)


def test_libraries_for_spreadsheets_are_not_loaded_at_the_start() -> None:
    """They are a tenth of the time until a server is ready, and most never need them."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, config.wsgi; print(*sys.modules)"],
        cwd=ROOT,
        env={**BASE, "SECRET_KEY": "a secret", "DATABASE_URL": NOWHERE},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "config.wiring" in loaded
    assert not loaded & {"openpyxl", "xlsxwriter"}


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DATABASE_URL": NOWHERE}, "SECRET_KEY or SECRET_KEY_FILE must be set"),
        ({"SECRET_KEY": "", "DATABASE_URL": NOWHERE}, "SECRET_KEY or SECRET_KEY_FILE must be set"),
        ({"SECRET_KEY": "a secret"}, "DATABASE_URL or DATABASE_URL_FILE must be set"),
        ({"BIND": "127.0.0.1:http"}, "BIND: 'http' is not a valid port number"),
        ({"WORKERS": "0"}, "WORKERS: Input should be greater than or equal to 1"),
    ],
)
def test_it_does_not_start_with_invalid_settings(variables: dict[str, str], message: str) -> None:
    done = subprocess.run(
        command("127.0.0.1:0"),
        cwd=ROOT,
        env={**BASE, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Addresses that cannot be used, by the reason."""
    (tmp_path / "file").touch()
    with take_port(0) as listener:
        yield {
            "Address already in use": f"127.0.0.1:{listener.getsockname()[1]}",
            "Cannot assign requested address": "192.0.2.1:8000",
            "port must be 0-65535": "127.0.0.1:70000",
            "is not a socket": f"unix:{tmp_path}/file",
            "No such file or directory": f"unix:{tmp_path}/missing/socket",
        }


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # gunicorn's own
def test_an_address_that_cannot_be_used_is_named_once(
    taken: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for reason, address in taken.items():
        config = Config()
        config.set("bind", address)
        server = SimpleNamespace(cfg=config, log=None)
        with pytest.raises(CannotListenError, match=reason) as caught:
            listen(server)
        assert f"cannot listen on {address}: " in str(caught.value)
    assert not any(capsys.readouterr())
    del caught
    gc.collect()


def test_a_port_in_use_stops_the_start(taken: dict[str, str]) -> None:
    address = taken["Address already in use"]
    process = subprocess.Popen(
        command(address),
        cwd=ROOT,
        env={
            **BASE,
            "SECRET_KEY": "a secret",
            "DATABASE_URL": NOWHERE,
            "LOG_LEVEL": "WARNING",
            "METRICS_BIND": "127.0.0.1:0",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    _, printed = process.communicate(timeout=60)
    assert process.returncode == 1
    assert printed == (
        f"The service does not start: BIND: cannot listen on {address}: Address already in use. "
        "Stop the program that uses the address, or choose another one.\n"
    )
    assert not list(IN_MEMORY.glob(f"{PREFIX}{process.pid}-*"))
