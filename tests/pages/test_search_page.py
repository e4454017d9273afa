"""The page at the root of the service, in a real browser, against the real service."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from tests.pages.search_page import SearchPage

pytestmark = pytest.mark.slow

LONDON = "?q=CM2&product_types=Tutorial&locations=London"


@pytest.fixture
def page(browser: Chrome, site: str) -> Iterator[SearchPage]:
    yield SearchPage(browser, site)
    browser.execute_cdp_cmd("Network.disable", {})


def api(site: str, query: str) -> Any:
    with urlopen(f"{site}/api/search/unified/{query}") as response:
        return json.load(response)


def test_results_follow_typing_and_each_choice_is_in_the_browser_history(
    page: SearchPage, site: str
) -> None:
    page.open()
    total = api(site, "?q=CM2")["pagination"]["total_count"]
    page.browser.switch_to.active_element.send_keys("/")
    page.browser.switch_to.active_element.send_keys("CM2")
    page.heading(f"{total} products")
    assert page.query() == "?q=CM2"
    assert page.browser.title.startswith("CM2 ")

    page.choose("Product", "Tutorial")
    page.until("return location.search.includes('product_types=Tutorial')")
    page.choose("Location", "London")
    page.heading("2 products")
    assert page.query() == LONDON
    assert page.texts(".chips button") == ["Tutorial", "London"]

    page.browser.back()
    page.browser.back()
    page.heading(f"{total} products")
    assert page.query() == "?q=CM2"
    page.browser.back()
    page.until("return location.search === ''")
    page.settle()
    assert page.all("input[type=search]")[0].get_attribute("value") == ""
    page.browser.forward()
    page.heading(f"{total} products")
    assert page.logged() == []


def test_a_saved_link_shows_prices_events_and_places(page: SearchPage, site: str) -> None:
    page.open(LONDON)
    [hit, *_] = api(site, LONDON)["products"]
    [variation] = hit["variations"]

    assert page.texts("h3")[0] == hit["product_name"]
    prices = [price["amount"] for price in variation["prices"]]
    shown = re.findall(r"£([\d,.]+)", page.texts(".prices")[0])
    assert [float(each.replace(",", "")) for each in shown] == [float(each) for each in prices]
    assert len(page.all(".card:first-child .event")) == len(variation["events"])
    assert page.texts("label:has(:checked) .choice-name") == ["Tutorial", "London"]


def test_the_days_of_an_event_are_in_its_time_zone(page: SearchPage, site: str) -> None:
    # A browser on the other side of the world, where it is already the next day.
    page.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    page.open(LONDON)
    [hit, *_] = api(site, LONDON)["products"]
    [variation] = hit["variations"]
    chosen = page.all(".card:first-child .event")
    chosen[-1].click()

    sessions = variation["events"][-1]["sessions"]
    days = [int(session["start_date"][8:10]) for session in sessions]
    held = ".card:first-child .held span:first-child"
    page.until(f"return document.querySelectorAll('{held}').length === {len(days)}")
    assert [int(day) for day in page.texts(held)] == days
    facts = page.texts(".event-facts")[0]
    assert f"{sessions[0]['start_date'][11:16]}–{sessions[0]['end_date'][11:16]}" in facts  # noqa: RUF001
    assert "London time" in facts


@pytest.mark.parametrize(
    ("query", "look"),
    [
        (LONDON, {}),
        (LONDON, {"dark": True}),
        (LONDON, {"phone": True}),
        ("", {"phone": True, "dark": True}),
        ("?q=zzzzqqqq&subjects=CM2", {}),
        ("?from=2027-99-01", {"dark": True}),
    ],
)
def test_everyone_can_use_it(page: SearchPage, query: str, look: dict[str, bool]) -> None:
    page.open(query, **look)

    assert page.findings() == []
    assert page.until("return document.documentElement.scrollWidth <= innerWidth")
    assert page.logged() == []


def test_the_mistake_in_a_link_is_named(page: SearchPage) -> None:
    page.open("?from=2027-99-01")

    assert page.texts(".failed code")[0] == "from"
    page.all(".failed .action")[0].click()
    page.until("return document.querySelector('.card h3') !== null")
    assert page.query() == ""


def test_nothing_found_offers_a_way_out(page: SearchPage) -> None:
    words = "zzzzqqqq <b>"
    page.open(f"?q={quote(words)}&subjects=CM2")

    assert f"No product matches {words} with these filters" in page.texts(".notice")[0]
    page.all(".notice .action")[0].click()
    page.until("return !location.search.includes('subjects')")


def test_a_lost_connection_is_reported_and_retried(page: SearchPage) -> None:
    page.open()
    page.browser.execute_cdp_cmd("Network.enable", {})
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.browser.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"offline": True})
    page.all("input[type=search]")[0].send_keys("CM2")
    page.until("return document.querySelector('.failed') !== null")
    assert page.texts(".failed h2") == ["The search does not answer"]

    page.browser.execute_cdp_cmd("Network.emulateNetworkConditions", network | {"offline": False})
    page.all(".failed .action")[0].click()
    page.until("return document.querySelector('.failed') === null")
    assert page.query() == "?q=CM2"


def test_the_keyboard_reaches_the_results(page: SearchPage) -> None:
    page.open(LONDON)
    page.browser.switch_to.active_element.send_keys(Keys.TAB)
    skip = page.browser.switch_to.active_element
    assert skip.text == "Skip to the results"
    skip.send_keys(Keys.ENTER)
    for _ in range(30):
        page.browser.switch_to.active_element.send_keys(Keys.TAB)
        focused = page.browser.switch_to.active_element
        if "event" in (focused.get_attribute("class") or "").split():
            break
    focused.send_keys(Keys.ENTER)
    assert focused.get_attribute("aria-pressed") == "true"


def test_the_files_are_immutable_and_the_policy_is_strict(site: str) -> None:
    with urlopen(f"{site}/") as response:
        html, policy = response.read().decode(), response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-cache"
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert len(addresses) == 4
    for address in addresses:
        assert re.search(r"-[0-9A-Z]{8}\.\w+$", address)
        with urlopen(f"{site}{address}") as file:
            assert "immutable" in file.headers["Cache-Control"]
