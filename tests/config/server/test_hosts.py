import logging

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/api/version/", "/admin/", "/"])
@pytest.mark.parametrize("host", ["elsewhere.example", "a_b", "x" * 5000, "localhost:x", "a\nb"])
def test_a_foreign_host_is_logged_in_one_line(
    caplog: pytest.LogCaptureFixture, path: str, host: str
) -> None:
    response = Client(raise_request_exception=False).get(path, HTTP_HOST=host)

    assert response.status_code == 400
    [record] = caplog.records
    line = logging.Formatter("{message}", style="{").format(record)
    assert "\n" not in line
    assert host[:5].encode("unicode_escape").decode() in line
    assert len(line) < 400


@pytest.mark.parametrize("host", ["elsewhere.example", "10.0.0.7:8000", "a_b"])
def test_a_probe_can_use_any_host(host: str) -> None:
    assert Client().get("/api/health/live/", HTTP_HOST=host).status_code == 200
