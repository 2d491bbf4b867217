"""The console in a real browser: alive without reloading, usable by keyboard and without JavaScript, at 360 px."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.street import running
from tests.street.test_browser import CHROMIUM, SIZES, picture, picture_free

pytestmark = pytest.mark.street


@pytest.fixture(scope="module")
def facts() -> Iterator[dict[str, Any]]:
    with running.sandbox() as told:
        yield told


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def card(page: Page) -> Any:
    return page.locator("li.card", has=page.get_by_role("heading", name="Front door"))


def test_the_bolt_turns_before_ones_eyes(facts: dict[str, Any], browser: Browser) -> None:
    page = browser.new_page(viewport=SIZES["desktop"])  # type: ignore[arg-type]
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(facts["base_url"] + "/_sandbox/console")
    page.evaluate("window.notReloaded = true")
    bearer = {"Authorization": f"Bearer {facts['api_token']}"}
    address = f"{facts['base_url']}/smartlock/{facts['smartlocks'][0]['smartlock_id']}/action/unlock"
    httpx2.post(address, headers=bearer, trust_env=False).raise_for_status()
    expect(card(page).locator("svg")).to_have_class(re.compile("moving"))
    expect(card(page)).to_contain_text("unlocked")
    expect(card(page).locator("svg")).to_have_class(re.compile("bolt-in"))
    assert page.evaluate("window.notReloaded")
    picture(page, "console-1")
    assert troubles == []
    page.close()


def test_by_keyboard_and_without_javascript(facts: dict[str, Any], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=SIZES["phone"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(facts["base_url"] + "/_sandbox/console")
    picture_free(page, "console")
    page.get_by_role("button", name="Open the door: Front door").press("Enter")
    expect(card(page)).to_contain_text("door opened")
    page.get_by_role("combobox", name="Fault").select_option("motor_blocked")
    page.get_by_role("button", name="Arm", exact=True).click()
    expect(page.get_by_role("button", name="Disarm motor_blocked")).to_be_visible()
    page.get_by_role("button", name="Back to the seed").click()
    expect(card(page)).to_contain_text("door closed")
    context.close()
