"""Help, account and a problem, in a real browser: no script needed, no violation by axe, nothing wider than a phone,
every link and button to be reached by the keyboard; screenshots of each are kept."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.async_api import Browser, Page, async_playwright
from tests.pair.joined import OURS, Street, street
from tests.pair.test_scopes import READ, Narrowed
from tests.street.test_access_pages import judge, through
from tests.street.test_browser import CHROMIUM, SIZES

pytestmark = pytest.mark.street


async def places(joined: Street) -> dict[str, str]:
    """The addresses of the pages, for a customer who has not allowed everything."""
    Narrowed(joined, f"{READ} webhook.decentral")
    await joined.person.connect()
    await joined.person.go("/account")
    assert joined.person.page is not None
    sure = re.search(r'href="(/account/\w+/disconnect)"', joined.person.page.text)
    assert sure
    return {
        "help": "/help?problem=code-limit",
        "account": "/account",
        "account-sure": sure[1],
        "problem": "/nowhere",
        "start": "/connected",
    }


async def walked(page: Page, name: str) -> None:
    """Tab through the page: every link, button and summary is reached."""
    wanted = await page.locator("a[href]:visible, button:visible, summary:visible").count()
    await page.evaluate("document.activeElement.blur()")
    reached = 0
    for _ in range(wanted):
        await page.keyboard.press("Tab")
        reached += await page.evaluate("document.activeElement.matches('a[href], button, summary')")
    assert reached == wanted, name


async def visit(joined: Street, browser: Browser, size: str, scheme: str) -> list[str]:
    language = "en" if scheme == "light" else "de"
    found: list[str] = []
    way = cast("Any", SimpleNamespace(person=joined.person))
    page = await browser.new_page(viewport=cast("Any", SIZES[size]), color_scheme=cast("Any", scheme))
    await page.route("**/*", lambda route: through(way, route))
    for name, address in (await places(joined)).items():
        await page.goto(f"{OURS}{address}{'&' if '?' in address else '?'}lang={language}")
        await judge(page, f"{name}-{size}-{language}", found)
        if size == "desktop":
            await walked(page, name)
    joined.person.browser.headers["Sec-Fetch-Dest"] = "iframe"
    await page.goto(f"{OURS}/connect")
    assert await page.locator("[data-framed]").count() == 1
    await judge(page, f"framed-{size}-{language}", found)
    await joined.clock.advance(joined.integration.settings.session_idle_seconds + 1)
    await page.goto(f"{OURS}/doors")
    assert await page.locator("[data-code=session-idle]").count() == 1
    await judge(page, f"session-idle-{size}-{language}", found)
    await page.close()
    return found


@pytest.mark.parametrize(
    ("size", "scheme"), [("phone", "light"), ("phone", "dark"), ("desktop", "light"), ("desktop", "dark")]
)
def test_help_and_account_are_for_everybody(tmp_path: Path, size: str, scheme: str) -> None:
    async def story() -> list[str]:
        async with (
            street(tmp_path, activity=True, access=True, configure=True) as joined,
            async_playwright() as playwright,
        ):
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            found = await visit(joined, browser, size, scheme)
            await browser.close()
            return found

    assert asyncio.run(story()) == []
