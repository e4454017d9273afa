"""Execute on the documentation page has results with the example values."""

from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.api.browsers import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

OPERATIONS = [
    ("Tutorials", "getTutorialEvent"),
    ("Tutorials", "listPreviousTutorialProducts"),
]


@pytest.mark.parametrize(("tag", "operation"), OPERATIONS, ids=lambda each: each)
def test_an_operation_that_is_only_executed_finds_something(
    browser: Chrome, site: str, tag: str, operation: str
) -> None:
    waiting = WebDriverWait(browser, PATIENCE_SECONDS)

    def seen(selector: str) -> Any:
        place = f"#operations-{tag}-{operation} {selector}"
        return waiting.until(lambda page: page.find_element(By.CSS_SELECTOR, place))

    browser.get(f"{site}/api/docs#/{tag}/{operation}")
    seen(".try-out__btn").click()
    seen(".execute").click()

    status = seen(".live-responses-table .response .response-col_status").text
    assert status.split()[0] == "200"
    found = seen(".live-responses-table .response-col_description .highlight-code").text
    assert '"products": []' not in found
    assert found.strip() not in {"[]", ""}
