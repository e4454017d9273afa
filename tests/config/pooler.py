"""PgBouncer as Debian installs it, in transaction mode and otherwise with its defaults."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection

from tests.tools import need

START_SECONDS = 20


@contextmanager
def pgbouncer(folder: Path, database: str, **settings: object) -> Iterator[str]:
    """Put a pooler before a database; yield the URL of the database behind it."""
    program = need("pgbouncer")
    place = connection.get_connection_params()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    target = {name: place[name] for name in place.keys() & {"host", "port", "password"}}
    lines = [
        "[databases]",
        f"{database} = " + " ".join(f"{name}={value}" for name, value in target.items()),
        "[pgbouncer]",
        *(f"{name} = {value}" for name, value in settings.items()),
        *("pool_mode = transaction", "auth_type = trust", f"auth_file = {folder}/users"),
        *("listen_addr = 127.0.0.1", f"listen_port = {port}", "unix_socket_dir ="),
    ]
    folder.chmod(0o755)
    (folder / "users").write_text(f'"{place["user"]}" ""\n')
    (folder / "pgbouncer.ini").write_text("\n".join(lines))
    # It refuses to run as root.
    user = (
        {"user": "nobody", "group": 65534, "extra_groups": []}
        if Path("/proc/self").owner() == "root"
        else {}
    )
    process = subprocess.Popen(
        [program, "-q", str(folder / "pgbouncer.ini")],
        **user,  # type: ignore[call-overload]  # one more keyword
    )
    url = f"postgresql://127.0.0.1:{port}/{quote(database)}?{urlencode({'user': place['user']})}"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline, fault = time.monotonic() + START_SECONDS, ""
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as error:
            fault = str(error)
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"pgbouncer did not start: {fault}")
