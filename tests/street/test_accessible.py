"""Every page, judged by axe for WCAG 2.2 AA, light and dark, at phone width: no violation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from tests.street.test_browser import CHROMIUM, SIZES, Demo

pytestmark = pytest.mark.street
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(Path(tmp_path_factory.mktemp("accessible")) / "state")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(demo: Demo) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    pins = f"--ignore-certificate-errors-spki-list={demo.key_pins()}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, pins])
        yield chromium
        chromium.close()


def judge(page: Page, found: list[str]) -> None:
    """Add what axe says of the page as it is now."""
    answer: Any = Axe().run(page, options=RULES).response
    assert len(answer["passes"]) > 8, "axe has looked"
    for violation in answer["violations"]:
        places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        found.append(f"{page.url} {violation['id']}: {violation['help']} ({places})")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_violates_wcag(demo: Demo, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(viewport=SIZES["phone"], color_scheme=scheme)  # type: ignore[arg-type]
    page, found = context.new_page(), list[str]()
    ours, nuki = demo.said["base_url"], demo.said["sandbox_url"]
    for address in (ours, ours + "/?lang=de", ours + "/nowhere", ours + "/connect/callback", nuki):
        page.goto(address)
        judge(page, found)
    page.goto(ours + "/connect?lang=en")
    judge(page, found)
    page.get_by_label("mail").fill(demo.said["account"]["email"])
    page.get_by_label("Password").fill(demo.said["account"]["password"])
    page.get_by_role("button", name="Sign in").click()
    judge(page, found)
    page.get_by_role("button", name="Allow").click()
    page.wait_for_url(ours + "/doors")
    judge(page, found)
    page.get_by_role("button", name="Lock: Front door", exact=True).click()
    judge(page, found)
    page.goto(nuki + "/_sandbox/console")
    judge(page, found)
    assert found == []
    context.close()
