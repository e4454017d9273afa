"""nginx, with the configuration in deploy/."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.environment import ROOT
from config.launcher.web import take_port
from tests.faults.clients import LIVE, ask
from tests.tools import need

SHIPPED = ROOT / "deploy" / "nginx.conf"
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""


@contextmanager
def proxy(service: int) -> Iterator[int]:
    """Run nginx before a service until the block ends; yield the port of nginx."""
    with nginx_before(service) as (port, _):
        yield port


@contextmanager
def nginx_before(service: int, *, without_limits: bool = False) -> Iterator[tuple[int, Path]]:
    """Run nginx before a service; yield its port, and the folder of its site and its logs.

    `without_limits` allows one address a thousand times as many requests.
    """
    nginx = need("nginx")
    with take_port(0) as free:
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="tests-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        site = SHIPPED.read_text("utf-8")
        for theirs, ours in (
            ("server 127.0.0.1:8000;", f"server 127.0.0.1:{service};"),
            ("listen 80;", f"listen 127.0.0.1:{port};"),
            ("server_name tutorials.example;", "server_name 127.0.0.1;"),
            ("proxy_cache_path /var/lib/nginx/tutorials", f"proxy_cache_path {folder}/cache"),
            ("access_log /var/log/nginx/tutorials.log", f"access_log {folder}/access.log"),
        ):
            assert site.count(theirs) == 1
            site = site.replace(theirs, ours)
        if without_limits:
            site = site.replace("r/s", "000r/s")
        (folder / "site.conf").write_text(site)
        (folder / "main.conf").write_text(AROUND.format(folder=folder))
        command = [nginx, "-p", name, "-c", str(folder / "main.conf")]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 20
            while ask(port, LIVE).status != 200:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield port, folder
        finally:
            process.terminate()
            process.wait()
