"""The page that asks a person: accessible, calm at any width, and of use without scripts."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from keyturn.checker.visitor.browser.chromium import chromium
from keyturn.checker.visitor.guided.desk import Desk
from keyturn.checker.visitor.guided.tasks import AT_ONCE, DOORS, OUTCOME, PAGE, Said, Task
from keyturn.checker.visitor.serving import claimed, served

pytestmark = pytest.mark.street
PICTURES = Path(os.environ.get("KEYTURN_ARTIFACTS", Path(tempfile.gettempdir()) / "keyturn-artifacts"))
SIZES: dict[str, Any] = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PLACES = {"page": "https://localhost:8443/doors", "door": "Front door 1", "url": "https://localhost:8443/help"}
LOGIN = {"email": "visitor1@check.example", "password": "a-made-up-password-1"}
TASKS = {
    "connect": Task("connect", AT_ONCE, PLACES, "Tap the gear, then “Nuki”.", True, True, True),
    "sign-in": Task("sign_in_allow", AT_ONCE, LOGIN, writes=True, goes_on=True),
    "act": Task("act", AT_ONCE, {**PLACES, "action": "unlock"}, writes=True, goes_on=True),
    "outcome": Task("outcome", OUTCOME, PLACES, writes=True),
    "doors": Task("doors", DOORS, PLACES, writes=True),
    "prepare": Task("prepare", ("done",), {**PLACES, "action": "disconnect"}),
    "shows": Task("shows", PAGE, writes=True),
}


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[Desk, str, Browser]]:
    desk = Desk(60, Path("/home/anna/keyturn/state/authority/authority.pem"))
    with claimed() as place:
        async with served(desk.app, place), chromium() as browser:
            yield desk, f"http://127.0.0.1:{place.getsockname()[1]}/", browser


async def judged(page: Any, where: str) -> list[str]:
    answer = (await Axe().run(page, options=RULES)).response
    assert len(answer["passes"]) > 8, "axe has looked"
    return [
        f"{where} {one['id']}: {one['help']} ({one['nodes'][0]['html'][:120]})" for one in answer["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_violates_wcag(scheme: Any) -> None:
    async def story() -> list[str]:
        found: list[str] = []
        async with asking() as (desk, url, browser):
            for language, size in (("en-GB", "phone"), ("de-AT", "desktop")):
                context = await browser.new_context(locale=language, viewport=SIZES[size], color_scheme=scheme)
                page = await context.new_page()
                await page.goto(url)
                found += await judged(page, "wait")
                for name, task in TASKS.items():
                    asked = asyncio.create_task(desk.ask(task))
                    await page.wait_for_selector(
                        f"main[data-task={task.kind}]", timeout=20_000
                    )  # led there by itself
                    await page.wait_for_load_state()  # and its style is there
                    found += await judged(page, f"{name} in {language}")
                    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                    await page.screenshot(path=PICTURES / f"guide-{name}-{size}-{scheme}.png", full_page=True)
                    asked.cancel()
        return found

    PICTURES.mkdir(parents=True, exist_ok=True)
    assert asyncio.run(story()) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_answers_and_is_led_on_with_and_without_scripts(scripts: bool) -> None:
    async def story() -> None:
        async with asking() as (desk, url, browser):
            page = await (await browser.new_context(java_script_enabled=scripts)).new_page()
            await page.goto(url)
            seen = asyncio.Event()
            asked = asyncio.create_task(desk.ask(TASKS["act"], seen.is_set))
            await page.wait_for_selector("text=Press: Unlock", timeout=20_000)  # led on from waiting
            seen.set()
            assert await asked == Said()
            asked = asyncio.create_task(desk.ask(TASKS["outcome"]))
            await page.wait_for_selector("text=What became of it?", timeout=20_000)  # and from what was seen
            await page.fill("textarea", "Unlocked: the door has confirmed it.")
            await page.click("text=It says that it is done")
            assert await asked == Said("confirmed", "Unlocked: the door has confirmed it.")

    asyncio.run(story())
