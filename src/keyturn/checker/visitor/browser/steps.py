"""A person's hands in a window: each thing done waits until its element is there, and says when it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from keyturn.checker.errors import NotPlayed
from keyturn.checker.subject.settings import Button, Step
from keyturn.checker.visitor.browser.traffic import ANSWER_SECONDS
from keyturn.checker.visitor.visiting import path

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

HERE_SECONDS = 4.0
"""For an element of a page that has finished."""
WAIT_SECONDS = 10.0
"""For one that ``wait_for`` names."""
# In one window, so that the whole way is seen.
_LEADS_ON = """one => {
    (one.closest('a, form') || one).removeAttribute('target');
    const link = one.closest('a[href]'), button = one.closest('button, input');
    return link ? !link.getAttribute('href').startsWith('#') : !!button && button.type === 'submit' && !!button.form;
}"""
SUBMITS = 'button:not([type]), button[type="submit"], input[type="submit"], input[type="image"]'


async def play(page: Page, step: Step, base: str) -> bool:
    """Whether it should make the browser ask for something. Raises :class:`NotPlayed` saying what was waited for."""
    if step.goto is not None:
        await page.goto(urljoin(base + "/", step.goto), wait_until="domcontentloaded")
    elif step.click is not None:
        return await click(page, step.click, step.seconds)
    elif step.fill is not None:
        await (await _there(page, step.fill, "fill in", step.seconds)).fill(step.text or "")
    elif step.press is not None:
        await page.keyboard.press(step.press)
    elif step.wait_for is not None:
        named = page.locator(step.wait_for)
        wanted = named.filter(has_text=step.text) if step.text else named
        what = f"see {step.text!r} in" if step.text else "see"
        await _arrives(page, wanted, what, step.wait_for, step.seconds or WAIT_SECONDS)
    return False


async def push(page: Page, button: Button) -> None:
    """Follow the link, or fill in and send the form. Raises :class:`NotPlayed` when it is not there."""
    if button.form is not None:
        await send(page, button.form, button.fields)
    else:
        await click(page, button.link or "a")


async def click(page: Page, selector: str, seconds: float | None = None) -> bool:
    """Whether it leads on: it is a link, or sends a form. Raises :class:`NotPlayed` when it cannot be reached."""
    found = await _there(page, selector, "click", seconds)
    leads_on: bool = await found.evaluate(_LEADS_ON)
    await _pressed(found, selector)
    return leads_on


async def send(page: Page, selector: str, fields: Mapping[str, str]) -> None:
    """Fill a form in and send it, by its button. Raises :class:`NotPlayed` when it is not there."""
    form = await _there(page, selector, "send", None)
    by = form.locator(SUBMITS)
    for name, value in fields.items():
        chosen = form.locator(f'button[name="{name}"][value="{value}"]')
        if await chosen.count():
            by = chosen
        else:
            await _enter(form.locator(f'[name="{name}"]').first, name, value, page)
    if await by.count():
        await _pressed(by.first, selector)
    else:
        await form.evaluate("form => form.requestSubmit()")


async def _enter(field: Locator, name: str, value: str, page: Page) -> None:
    if not await field.count():
        raise NotPlayed(f"There is no field {name!r} in the form on {path(page.url)}.")
    if await field.evaluate("one => one.matches('select')"):
        await field.select_option(value)
    elif await field.is_visible() and not await field.evaluate(
        "one => one.matches('[type=checkbox], [type=radio]')"
    ):
        await field.fill(value)
    else:
        await field.evaluate("(one, value) => { one.checked = true; one.value = value; }", value)


async def _pressed(found: Locator, selector: str) -> None:
    from playwright.async_api import TimeoutError as TookTooLong

    try:
        await found.wait_for(state="visible", timeout=HERE_SECONDS * 1000)
        # What is seen may take its time to be reached, on a busy machine.
        await found.click(timeout=ANSWER_SECONDS * 1000, no_wait_after=True)
    except TookTooLong:
        raise NotPlayed(
            f"{selector!r} stands on {path(found.page.url)}, but hidden or covered: nobody can click it."
        ) from None


async def _there(page: Page, selector: str, what: str, seconds: float | None) -> Locator:
    found = page.locator(selector).first
    await _arrives(page, found, what, selector, seconds or HERE_SECONDS)
    return found


async def _arrives(page: Page, wanted: Locator, what: str, selector: str, seconds: float) -> None:
    from playwright.async_api import TimeoutError as TookTooLong

    try:
        await wanted.first.wait_for(state="attached", timeout=seconds * 1000)
    except TookTooLong:
        raise NotPlayed(
            f"Waited {seconds:g} seconds to {what} {selector!r}, which was not there on {path(page.url)}."
        ) from None
