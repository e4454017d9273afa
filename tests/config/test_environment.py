"""Environment variables for other origins, the commit, the path prefix and networks."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import ROOT, Environment, environment

SETTINGS = """
import json
from config import settings
print(json.dumps([settings.CORS_ALLOWED_ORIGINS, settings.COMMIT, settings.MIDDLEWARE[0]]))
"""


def settings_of(**variables: str) -> list[object]:
    """Return the settings of a process with these environment variables."""
    done = subprocess.run(
        [sys.executable, "-c", SETTINGS],
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_allowed_origins_are_read() -> None:
    origins, commit, first = settings_of(
        CORS_ALLOWED_ORIGINS="https://shop.example, http://localhost:3000", COMMIT="abcdef0"
    )

    assert origins == ["https://shop.example", "http://localhost:3000"]
    assert first == "corsheaders.middleware.CorsMiddleware"
    assert commit == "abcdef0"


def test_no_origin_is_allowed_by_default() -> None:
    origins, _, first = settings_of(CORS_ALLOWED_ORIGINS="")

    assert origins == []
    assert first == "api.http.middleware.HttpMiddleware"


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "shop.example", "https://shop.example/", "https://*.example", "ftp://a.example",
     "https://a.example/x", "https://A.example", "https://user@a.example", "https://"],
)  # fmt: skip
def test_an_invalid_origin_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("CORS_ALLOWED_ORIGINS", f"https://shop.example,{origin}")

    with pytest.raises(ImproperlyConfigured, match=r"CORS_ALLOWED_ORIGINS: .* is not an origin"):
        environment.__wrapped__()


@pytest.mark.parametrize("commit", ["main", "abc", "ABCDEF0", "g" * 40])
def test_an_invalid_commit_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, commit: str) -> None:
    monkeypatch.setenv("COMMIT", commit)

    with pytest.raises(ImproperlyConfigured, match="COMMIT"):
        environment.__wrapped__()


@pytest.mark.parametrize(
    "prefix", ["tutorials", "/a b", "//a", "/a//b", "/../a", "/a/.", "https://a.example/a", "/a?b"]
)
def test_an_invalid_path_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    monkeypatch.setenv("PATH_PREFIX", prefix)

    with pytest.raises(ImproperlyConfigured, match=r"PATH_PREFIX: .* is not a path"):
        environment.__wrapped__()


@pytest.mark.parametrize("given", ["/a/b", "/a/b/"])
def test_a_path_prefix_has_no_slash_at_its_end(given: str) -> None:
    assert Environment(path_prefix=given).path_prefix == "/a/b"


def test_an_invalid_network_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, proxy")

    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES: .*'proxy' is not an address"):
        environment.__wrapped__()


def test_an_origin_can_have_an_ipv6_address() -> None:
    origin = "http://[::1]:3000"

    assert Environment(cors_allowed_origins=[origin]).cors_allowed_origins == [origin]
