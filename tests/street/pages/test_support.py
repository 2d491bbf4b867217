"""The support's pages in a real browser: asked from an error page, answered, nothing for axe to find."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect
from tests.pair.access.keypad import Keypad, tell
from tests.pair.api.program import Program
from tests.pair.joined import OURS
from tests.street.test_access_pages import Scheme, judge, through
from tests.street.test_browser import CHROMIUM, SIZES

pytestmark = pytest.mark.street


async def visit(keypad: Keypad, browser: Browser, size: str, scheme: Scheme, language: str) -> list[str]:
    found: list[str] = []
    plain = await browser.new_context(viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
    page = await plain.new_page()
    await page.route("**/*", lambda route: through(keypad, route))
    await page.goto(f"{OURS}/doors/nobodys/4711?lang={language}")
    await page.locator("summary").last.click()
    await judge(page, f"support-error-{size}-{language}", found)
    await page.locator("textarea").fill("The door of room 12 is not in the list any more.")
    await page.locator("main form button").click()
    await expect(page.locator("[data-state]")).to_be_visible()
    number = (await page.locator("h1").inner_text()).split()[-1]
    program = await Program.of(keypad.street)
    await program.post(f"/support/cases/{number}/words", {"event": "desk_asked", "note": "Since when?"})
    await page.goto(f"{OURS}/support/{number}?lang={language}")
    await expect(page.get_by_text("Since when?")).to_be_visible()
    await judge(page, f"support-case-{size}-{language}", found)
    await page.goto(f"{OURS}/support?lang={language}")
    await judge(page, f"support-{size}-{language}", found)
    await plain.close()
    return found


def test_support_is_for_everybody(tmp_path: Path) -> None:
    found: list[str] = []

    async def story(keypad: Keypad) -> None:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            found.extend(await visit(keypad, browser, "phone", "light", "de"))
            found.extend(await visit(keypad, browser, "desktop", "dark", "en"))
            await browser.close()

    tell(tmp_path, story)
    assert found == []
