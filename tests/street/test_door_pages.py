"""One door's page, the question before it opens, and the activity, in a real browser: no script needed, no violation
by axe, nothing wider than a phone; screenshots of each are kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

import pytest
from playwright.async_api import Browser, async_playwright
from tests.pair.joined import OURS, Street, street
from tests.street.test_access_pages import judge, through
from tests.street.test_browser import CHROMIUM, SIZES

pytestmark = pytest.mark.street
Scheme = Literal["light", "dark"]
SHOWN: dict[str, Any] = {"activity": True, "configure": True, "session_idle_seconds": 24 * 3600.0}


async def lived_in(joined: Street) -> dict[str, str]:
    """A home where things have happened; the addresses of its pages."""
    await joined.person.connect()
    await joined.press("unlock")
    await joined.wait(30)
    await joined.clock.advance(30_000)
    await joined.press("open")
    await joined.wait(30)
    await joined.press("lock")
    await joined.wait(30)
    joined.sandbox.arm("motor_blocked", times=None)
    await joined.press("unlock")
    await joined.wait(30)
    joined.sandbox.arm("battery_critical", times=None)
    await joined.wait(120)
    assert joined.person.page is not None
    places = joined.person.page.text.split('"')
    lock, opener = (
        next(part for part in places if part.endswith(f"/{device['smartlock_id']}"))
        for device in (joined.lock, joined.opener)
    )
    await joined.person.go(opener + "/settings")
    await joined.person.press("/settings", led_enabled="on", button_enabled="on")  # pairing is switched off
    return {
        "doors": "/doors",
        "door": lock,
        "opener": opener,
        "settings": lock + "/settings",
        "settings-opener": opener + "/settings",
        "sure": lock + "/open",
        "activity": "/activity",
        "activity-door": f"/activity?door={joined.lock['smartlock_id']}",
    }


async def visit(joined: Street, places: dict[str, str], browser: Browser, size: str, scheme: Scheme) -> list[str]:
    language = "en" if scheme == "light" else "de"
    page = await browser.new_page(viewport=cast("Any", SIZES[size]), color_scheme=scheme)
    found: list[str] = []
    way = cast("Any", SimpleNamespace(person=joined.person))
    await page.route("**/*", lambda route: through(way, route))
    for name, address in places.items():
        await page.goto(f"{OURS}{address}{'&' if '?' in address else '?'}lang={language}")
        await judge(page, f"{name}-{size}-{language}", found)
    await page.close()
    return found


def test_pages_of_a_door_are_for_everybody(tmp_path: Path) -> None:
    found: list[str] = []

    async def story() -> None:
        async with street(tmp_path, **SHOWN) as joined, async_playwright() as playwright:
            places = await lived_in(joined)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for size in SIZES:
                for scheme in ("light", "dark"):
                    found.extend(await visit(joined, places, browser, size, scheme))
            await browser.close()

    asyncio.run(story())
    assert not found, "\n".join(found)
