"""The search page as a person sees it."""

from typing import Any

from axe_selenium_python import Axe
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.api.browsers import PATIENCE_SECONDS

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
DESK = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}


class SearchPage:
    def __init__(self, browser: Chrome, site: str) -> None:
        self.browser, self._site = browser, site

    def open(self, query: str = "", *, phone: bool = False, dark: bool = False) -> None:
        self._emulate("setDeviceMetricsOverride", PHONE if phone else DESK)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._emulate("setEmulatedMedia", {"features": [scheme]})
        self.browser.get(f"{self._site}/{query}")
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows the results for its URL."""
        self.until(
            "return document.querySelector('.results:not(.stale):not(.waiting), .notice') !== null"
        )

    def until(self, script: str) -> Any:
        return WebDriverWait(self.browser, PATIENCE_SECONDS).until(
            lambda page: page.execute_script(script)
        )

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [found.text for found in self.all(selector)]

    def heading(self, wanted: str) -> None:
        """Wait until the number of products is this."""
        self.until(f"return document.querySelector('#found')?.textContent === {wanted!r}")
        self.settle()

    def choose(self, group: str, value: str) -> None:
        script = """
            const group = [...document.querySelectorAll('fieldset')]
                .find((each) => each.querySelector('legend').textContent === arguments[0]);
            [...group.querySelectorAll('label')]
                .find((each) => each.textContent.startsWith(arguments[1])).click();
        """
        self.browser.execute_script(script, group, value)

    def query(self) -> str:
        found: str = self.browser.execute_script("return location.search")
        return found

    def findings(self) -> list[str]:
        """Return what axe finds wrong, each with its place."""
        axe = Axe(self.browser)
        axe.inject()
        return [
            f"{wrong['id']}: {node['target']} {node['failureSummary']}"
            for wrong in axe.run()["violations"]
            for node in wrong["nodes"]
        ]

    def logged(self) -> list[str]:
        """Return the messages of the console, except those about error responses."""
        found: list[dict[str, str]] = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in found if entry["source"] != "network"]

    def _emulate(self, what: str, settings: dict[str, Any]) -> None:
        self.browser.execute_cdp_cmd(f"Emulation.{what}", settings)
