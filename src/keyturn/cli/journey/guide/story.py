"""What is done at the product for the pictures: a customer connects, unlocks, gives a code, and leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from keyturn.cli.journey.guide.camera import Camera
from keyturn.cli.journey.guide.street import OURS, Street
from keyturn.journey.guide.texts import texts

if TYPE_CHECKING:
    from playwright.async_api import Page

_LOCK = 'li.door:has(form[action$="/unlock"])'
"""A door that takes codes, if it has a keypad; an Opener and a Box do not."""
_ASKED = "[data-action]:not([data-action=''])"
"""A door that was asked for something."""
_CARE_SECONDS = 200.0
"""Until the integration has noticed that Nuki no longer honours a permission."""


async def tell(camera: Camera, way: Street, steps: tuple[str, ...], language: str) -> None:
    """The whole story, with a picture wherever the guide shows one. ``steps`` are those the product has."""
    names: Mapping[str, str] = texts(language)["home"]
    await _connect(camera, way, language)
    if "doors" in steps:
        await _unlock(camera, way)
    if "codes" in steps and await camera.page.locator(_LOCK).count():
        await _codes(camera, way, names)
    await _pages(camera, steps)
    await _lose(camera, way)


async def _connect(camera: Camera, way: Street, language: str) -> None:
    page = camera.page
    await page.goto(f"{OURS}/?lang={language}")
    await camera.take("start")
    await page.click('a[href$="/connect"]')
    await _sign_in(camera, way)
    await camera.take("consent", "button[value=allow]")
    await page.click("button[value=deny]")
    await page.wait_for_selector(".problem")
    await camera.take("problem")
    await page.goto(f"{OURS}/connect")
    await _sign_in(camera, way)
    await page.click("button[value=allow]")
    await page.wait_for_selector("#doors")
    await way.clock.advance(5)
    await page.goto(f"{OURS}/doors")
    await camera.take("doors")


async def _sign_in(camera: Camera, way: Street) -> None:
    page = camera.page
    await page.wait_for_selector("input[name=password], button[value=allow]")
    if await page.locator("input[name=password]").count():
        await page.fill("input[name=email]", way.login[0])
        await page.fill("input[name=password]", way.login[1])
        await page.locator("form button").first.click()
        await page.wait_for_selector("button[value=allow]")


async def _unlock(camera: Camera, way: Street) -> None:
    page = camera.page
    unlock = 'form[action$="/unlock"] button'
    await page.locator(
        unlock if await page.locator(unlock).count() else 'form[action$="/open"] button'
    ).first.click()
    sure = page.locator("form:has(input[name=sure]) button")  # an Opener and a Box let in at once
    await page.locator(_ASKED).or_(sure).first.wait_for(state="attached")
    if await sure.count():
        await sure.click()
        await page.locator(_ASKED).first.wait_for(state="attached")
    await way.clock.advance(10)
    await page.goto(f"{OURS}/doors")
    await camera.take("confirmed", ".said")


async def _codes(camera: Camera, way: Street, names: Mapping[str, str]) -> None:
    page = camera.page
    address = await _follow(page, f'{_LOCK} a[href$="/codes"]')
    for name, fields in (
        (names["guest"], {"since": "2026-01-05T15:00", "until": "2026-01-09T11:00"}),
        (names["cleaners"], {"from_time": "08:00", "until_time": "11:30"}),
    ):
        await page.fill("#name", name)
        for field, value in fields.items():
            await page.fill(f"#{field}", value)
        await page.locator('form[action$="/codes"] button').click()
        await page.wait_for_selector(f'[data-name="{name}"]')
        await way.clock.advance(10)
        await page.goto(address)
    await camera.take("codes")


async def _pages(camera: Camera, steps: tuple[str, ...]) -> None:
    page = camera.page
    await page.goto(f"{OURS}/account")
    await camera.take("account")
    await _follow(page, 'a[href$="/disconnect"]')
    await camera.take("sure")
    if "activity" in steps:
        await page.goto(f"{OURS}/activity")
        await camera.take("activity")
    if "settings" in steps:
        await page.goto(f"{OURS}/doors")
        await _follow(page, "li.door .more a")
        await _follow(page, 'a[href$="/settings"]')
        await camera.take("settings")
    await page.goto(f"{OURS}/support")
    await camera.take("support")


async def _follow(page: Page, link: str) -> str:
    """Go where the first such link leads; a click would not wait for it."""
    address = urljoin(page.url, await page.locator(link).first.get_attribute("href") or "")
    await page.goto(address)
    return address


async def _lose(camera: Camera, way: Street) -> None:
    way.withdraw()
    await way.clock.advance(_CARE_SECONDS)
    await camera.page.goto(f"{OURS}/doors")
    await camera.take("lost")
