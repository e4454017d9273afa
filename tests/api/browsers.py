"""Chromium, as Debian's packages have it, for the tests that need a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from tests.tools import need

SWITCHES = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
]
PATIENCE_SECONDS = 30


@contextmanager
def chromium() -> Iterator[Chrome]:
    """Start a browser that logs its console and its requests; it is closed at the end."""
    options = ChromeOptions()
    options.binary_location = need("chromium")
    for switch in SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = Chrome(options, ChromeService(need("chromedriver")))
    try:
        started.set_script_timeout(PATIENCE_SECONDS)
        yield started
    finally:
        started.quit()
