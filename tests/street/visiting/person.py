"""A person at the guide's page and at the subject, played by a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from playwright.async_api import Browser, BrowserContext, Page

PATIENCE = 60_000


class Somebody:
    """Reads what the guide asks, does it in another window, and answers as a person would."""

    def __init__(self, browser: Browser, guide: Page, done: Callable[[], bool]) -> None:
        self._browser, self.guide, self._done = browser, guide, done
        self._window: tuple[BrowserContext, Page] | None = None
        self.asked: list[str] = []

    async def works(self) -> None:
        """Until the check is over."""
        number = ""
        while not self._done():
            now = await self.guide.locator("main").get_attribute("data-number", timeout=PATIENCE)
            if now == number or not await self.guide.locator("form").count():
                await asyncio.sleep(0.1)
                continue
            number = now or ""
            await self._do(await self.guide.locator("h1").inner_text())

    async def _do(self, title: str) -> None:
        self.asked.append(title)
        told = await self.guide.locator(".what code").all_inner_texts()
        if await self.guide.locator(".private").count():
            await self._new_window()
        page = self._page()
        match title:
            case "Connect with Nuki":
                await page.goto(told[0])
                await page.click('main a[href="/connect"]')
            case "Sign in and allow" | "Sign in and refuse":
                await page.fill('[name="email"]', told[0])
                await page.fill('[name="password"]', told[1])
                await page.click('form[action$="/login"] button')
                await page.click(f'button[value="{"allow" if title.endswith("allow") else "deny"}"]')
            case "Press: Unlock":
                await page.click('form[action$="/unlock"] button')
            case "What became of it?":
                await page.reload()
                says = await page.locator("[data-action]").first.get_attribute("data-action")
                answers = {
                    "confirmed": "confirmed",
                    "failed": "failed",
                    "requested": "waiting",
                    "accepted": "waiting",
                }
                await self._answer(answers.get(says or "", "unconfirmed"), says or "")
            case "Look at the doors":
                await page.goto(told[0])
                await self._answer("seen")
            case "What do you see?":
                await self._answer("page", await page.locator("main").inner_text())
            case _:
                await page.goto(told[0])
                await self._answer("page", await page.locator("main").inner_text())

    async def _answer(self, answer: str, text: str = "") -> None:
        if text:
            await self.guide.fill("textarea", text)
        await self.guide.click(f'button[value="{answer}"]')

    async def _new_window(self) -> None:
        if self._window:
            await self._window[0].close()
        context = await self._browser.new_context()
        self._window = context, await context.new_page()

    def _page(self) -> Page:
        assert self._window is not None, "The guide never said to take a private window."
        return self._window[1]
