"""The documentation page in a real browser."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.api.browsers import PATIENCE_SECONDS
from tests.api.operations import OPERATIONS

pytestmark = pytest.mark.slow


def log(browser: Chrome, kind: str = "browser") -> list[dict[str, Any]]:
    """Return what was logged since the last look; the Content-Security-Policy's refusals too."""
    found: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]  # Selenium's own
    return found


def hosts_asked(browser: Chrome) -> set[str]:
    """Return the hosts, with their ports, that the pages so far asked anything of."""
    events = (json.loads(entry["message"])["message"] for entry in log(browser, "performance"))
    addresses = (
        urlsplit(event["params"]["request"]["url"])
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    )
    return {address.netloc for address in addresses if address.scheme != "data"}


def test_the_page_shows_and_tries_out_the_operations(browser: Chrome, site: str) -> None:
    waiting = WebDriverWait(browser, PATIENCE_SECONDS)

    def seen(selector: str) -> Any:
        return waiting.until(lambda page: page.find_element(By.CSS_SELECTOR, selector))

    browser.get(f"{site}/api/docs")
    version = "#operations-Service-getVersion"
    for part in (".opblock-summary-control", ".try-out__btn", ".execute"):
        seen(f"{version} {part}").click()
    status = seen(f"{version} .live-responses-table .response .response-col_status").text

    shown = browser.find_elements(By.CSS_SELECTOR, ".opblock")
    assert len(shown) == len(OPERATIONS)
    assert status.split() == ["200"]
    assert log(browser) == []
    assert hosts_asked(browser) == {urlsplit(site).netloc}


def test_these_tests_detect_a_policy_violation(browser: Chrome, site: str) -> None:
    browser.get(f"{site}/api/docs")
    log(browser)

    browser.execute_script("""
        document.body.append(Object.assign(document.createElement("script"), {text: "1"}));
        new Image().src = "http://elsewhere.example/pixel.png";
    """)

    messages = " ".join(entry["message"] for entry in log(browser))
    assert "script" in messages
    assert "elsewhere.example" in messages


def test_the_admin_has_the_same_policy(browser: Chrome, site: str) -> None:
    browser.get(f"{site}/admin/login/")

    waiting = WebDriverWait(browser, PATIENCE_SECONDS)
    assert waiting.until(lambda page: page.find_elements(By.NAME, "username"))
    # Nothing is missing, not even the icon that a browser always asks for.
    assert log(browser) == []
    assert hosts_asked(browser) == {urlsplit(site).netloc}
