"""The pages of codes and invitations in a real browser: no script needed, no violation by axe, nothing wider than a
phone; screenshots of each are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route, async_playwright, expect
from tests.pair.access.keypad import Keypad, tell
from tests.pair.joined import OURS
from tests.street.test_accessible import RULES
from tests.street.test_browser import CHROMIUM, PICTURES, SIZES

pytestmark = pytest.mark.street
Scheme = Literal["light", "dark"]


async def furnished(keypad: Keypad) -> str:
    """Codes in every condition a page can show, and an invitation; the address of the invitations."""
    await keypad.add("Anna Petersen", since="2026-01-02T15:00", until="2026-01-08T11:00")
    await keypad.wait(5)
    await keypad.add("Cleaners", day0="1", day3="1", from_time="08:00", until_time="11:30")
    await keypad.wait(5)
    await keypad.add("Night watch", from_time="22:00", until_time="06:00")
    await keypad.wait(5)
    keypad.deleted_in_the_app("Night watch")
    world = keypad.street.sandbox._world
    await world.registrar.bring(world.devices[keypad.number])
    people = keypad.path.removesuffix("/codes") + "/invites"
    await keypad.person.go(people)
    await keypad.person.press("/invites", name="Bo Lind", email="bo@guest.example")
    await keypad.wait(5)
    keypad.street.sandbox.arm("device_offline", times=None)
    await keypad.add("Guest of March", since="2026-03-02T10:00")
    await keypad.wait(60)
    await keypad.add("Next one")
    return people


async def through(keypad: Keypad, route: Route) -> None:
    """The browser's way to the integration, in memory; a stream of events has no end, and is left out."""
    asked, ours = route.request, keypad.person.browser
    if asked.url.endswith("/events"):
        await route.abort()
        return
    if asked.method == "POST":
        kind = {"content-type": asked.headers.get("content-type", "")}
        answer = await ours.post(asked.url, content=asked.post_data_buffer, headers=kind)
    else:
        answer = await ours.get(asked.url)
    headers = {name: text for name, text in answer.headers.items() if name != "content-length"}
    await route.fulfill(status=answer.status_code, headers=headers, body=answer.content)


async def judge(page: Page, name: str, found: list[str]) -> None:
    """Look at a page as it is now."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    width: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        found.append(f"{name} is {width} px too wide")
    answer: Any = (await Axe().run(page, options=RULES)).response
    assert len(answer["passes"]) > 8, "axe has looked"
    for violation in answer["violations"]:
        places = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        found.append(f"{name} {violation['id']}: {violation['help']} ({places})")


async def visit(
    keypad: Keypad, people: str, browser: Browser, size: str, scheme: Scheme, language: str
) -> list[str]:
    page = await browser.new_page(viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
    found: list[str] = []
    await page.route("**/*", lambda route: through(keypad, route))
    for name, address in (("codes", keypad.path), ("invites", people)):
        await page.goto(f"{OURS}{address}?lang={language}")
        await judge(page, f"{name}-{size}-{language}", found)
    await page.goto(f"{OURS}{keypad.path}?week=2026-W13&lang={language}")
    await judge(page, f"clock-put-forward-{size}-{language}", found)
    await page.goto(f"{OURS}{keypad.path}?lang={language}")
    await page.locator('[data-name="Cleaners"] button').first.click()
    await expect(page.locator("[data-digits]")).to_be_visible()
    await judge(page, f"code-{size}-{language}", found)
    await page.close()
    return found


def test_pages_are_for_everybody(tmp_path: Path) -> None:
    found: list[str] = []

    async def story(keypad: Keypad) -> None:
        people = await furnished(keypad)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            found.extend(await visit(keypad, people, browser, "phone", "light", "en"))
            found.extend(await visit(keypad, people, browser, "phone", "dark", "de"))
            found.extend(await visit(keypad, people, browser, "desktop", "light", "de"))
            await browser.close()

    tell(tmp_path, story)
    assert found == []


def test_a_code_is_added_by_the_form_as_a_browser_fills_it(tmp_path: Path) -> None:
    async def story(keypad: Keypad) -> None:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            context = await browser.new_context(java_script_enabled=False)
            page = await context.new_page()
            await page.route("**/*", lambda route: through(keypad, route))
            await page.goto(OURS + keypad.path + "?lang=en")
            await page.get_by_label("Name").fill("Evening class")
            await page.get_by_label("From", exact=True).fill("2026-01-06T17:00")
            await page.get_by_label("Sat").uncheck()
            await page.get_by_label("Sun").uncheck()
            await page.get_by_label("Daily from").fill("17:30")
            await page.get_by_label("Daily until").fill("21:00")
            await page.get_by_role("button", name="Add code").click()
            await expect(page.locator('[data-name="Evening class"]')).to_contain_text(
                "from 6 January 2026, 17:00 · Mon, Tue, Wed, Thu, Fri · 17:30–21:00"
            )
            await browser.close()
        await keypad.wait(5)
        assert keypad.state("Evening class") == "on_lock"

    tell(tmp_path, story)
