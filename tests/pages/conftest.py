"""The service with its demo catalogue, and a browser: for tests of the pages that people see."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.api.browsers import chromium
from tests.faults.database import migrated_database
from tests.served import served


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Yield the address of the service."""
    with migrated_database(demo=True) as database, served(DATABASE_URL=database.url()) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def started() -> Iterator[Chrome]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(started: Chrome) -> Chrome:
    """Return a browser with a blank page and an empty log."""
    started.get("about:blank")
    for kind in ("browser", "performance"):
        started.get_log(kind)  # type: ignore[no-untyped-call]  # Selenium's own
    return started
