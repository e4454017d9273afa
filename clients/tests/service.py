"""The service, running as `make run` starts it: on a PostgreSQL of its own, with the demo."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"http://127\.0\.0\.1:[0-9]+")
POLL_SECONDS = 0.1
SCOPES = (
    *("tutorials:read", "tutorials:write", "tutorials:force"),
    *("reference:read", "reference:write", "history:read"),
)
# Those of the services that run, the last one last.
_run_directory: list[str] = []
OURS = {"PORT": "0", "PYTHONPATH": "src", "DEMO": "1"}


@contextmanager
def running_service() -> Iterator[str]:
    """Yield the URL of a service; SERVICE_URL is that of a running one.

    SERVICE_TOKEN is a token of the running one, if a caller needs it (`token_with_all_scopes`).

    Raises:
        RuntimeError: with what it printed, when it does not start.

    """
    if os.environ.get("SERVICE_URL"):
        yield os.environ["SERVICE_URL"]
        return
    with tempfile.TemporaryDirectory(prefix="service-", ignore_cleanup_errors=True) as folder:
        _run_directory.append(folder)
        # Into a file, because a full pipe would block the service.
        printed = Path(folder) / "printed"
        with printed.open("w") as output:
            process = subprocess.Popen(
                [ROOT / ".venv/bin/python", "-m", "config.launcher"],
                cwd=ROOT,
                env=_environment() | {"RUN_DIRECTORY": folder},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield _address(process, printed)
        finally:
            process.terminate()
            process.wait()
            _run_directory.remove(folder)


def token_with_all_scopes() -> str:
    """Return a token of the running service, which is a superuser's.

    Raises:
        KeyError: when SERVICE_URL names the service and SERVICE_TOKEN is missing.

    """
    if os.environ.get("SERVICE_URL"):
        return os.environ["SERVICE_TOKEN"]
    account = {"DJANGO_SUPERUSER_USERNAME": "fuzz", "DJANGO_SUPERUSER_PASSWORD": "fuzz"}
    manage("createsuperuser", "--noinput", "--email=fuzz@example.org", **account)
    scopes = [f"--scope={scope}" for scope in SCOPES]
    return manage("tokens", "create", "fuzz", "--owner=fuzz", *scopes).strip()


def manage(*arguments: str, **variables: str) -> str:
    """Run a command of manage.py on the database of the running service; return what it prints."""
    done = subprocess.run(
        [ROOT / ".venv/bin/python", "manage.py", *arguments],
        cwd=ROOT,
        env=_environment() | {"RUN_DIRECTORY": _run_directory[-1]} | variables,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _environment() -> dict[str, str]:
    foreign = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
    return {name: value for name, value in os.environ.items() if name not in foreign} | OURS


def _address(process: subprocess.Popen[bytes], printed: Path) -> str:
    while process.poll() is None:
        found = ADDRESS.search(printed.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(POLL_SECONDS)
    raise RuntimeError(f"The service did not start:\n{printed.read_text('utf-8')}")
